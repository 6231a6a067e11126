using System.Text;
using System.Text.Json;
using AgentBus.Orchestrator.Runs;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Runs;

public sealed class SettledAttemptsTests
{
    private const string Step = "/do/0/a#1";
    private static readonly Guid Run = Guid.NewGuid();

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_result_is_a_repetition_when_its_attempt_is_in_the_history(int attempt, bool repetition)
    {
        await using var shop = await Shop.OpenAsync();
        var row = await FinishedAsync(shop);
        var late = new RunEvent.AttemptSettled(Step, attempt, new AttemptOutcome(OutcomeKind.Done));
        var decision = new Decision(
            RunState.New(Run, shop.Clock.GetUtcNow()), [new Effect.Record("attempt.superseded", Step, JsonElement.Parse("{}"))], ReadSet.Empty);

        (await new SettledAttempts(shop.Queries).IsRepetitionAsync(row, late, decision, CancellationToken.None)).ShouldBe(repetition);
    }

    // A run that recorded two attempts of the step, and three of another one.
    private static async Task<LoadedRun> FinishedAsync(Shop shop)
    {
        var now = shop.Clock.GetUtcNow();
        await shop.Runs.StartAsync(
            new NewRun(Run, Shop.Tenant, "shop", "refund", "1.0.0", Encoding.UTF8.GetBytes("{}"), [1], null, "test", now, shop.Message()),
            CancellationToken.None);
        var row = (await shop.Runs.LoadAsync(Shop.Tenant, Run, CancellationToken.None))!;
        (await shop.Committer.CommitAsync(
            new WriteSet
            {
                Tenant = Shop.Tenant, Run = Run, ExpectedVersion = row.Version, Status = "Running", EngineState = [1], At = now,
                History =
                [
                    new HistoryRow("attempt.finished", Step, """{"attempt":1}"""), new HistoryRow("attempt.late", Step, """{"attempt":2}"""),
                    new HistoryRow("attempt.finished", "/do/1/b#1", """{"attempt":3}"""),
                ],
            },
            CancellationToken.None)).ShouldBeTrue();
        return row;
    }
}
