using System.Text;
using AgentBus.Orchestrator.Runs;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Approvals;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Runs;

public sealed class AnsweredInTimeTests
{
    private const string Step = "/do/0/ask#1";
    private static readonly Guid Run = Guid.NewGuid();

    [Theory]
    [InlineData(true, "timedOut", true)]
    [InlineData(false, "timedOut", false)]
    [InlineData(true, "cancelled", false)]
    public async Task A_due_time_that_comes_after_a_persons_answer_decides_nothing(bool answered, string state, bool contradicts)
    {
        await using var shop = await Shop.OpenAsync();
        var (row, approval) = await AskedAsync(shop);
        if (answered)
        {
            await shop.Approvals.DecideAsync(
                Shop.Tenant, approval, new ApprovalDecision(true, "ann", null, shop.Clock.GetUtcNow()), shop.Message(), CancellationToken.None);
        }

        var timeout = new Decision(RunState.New(Run, shop.Clock.GetUtcNow()), [new Effect.CloseApproval(Step, state)], ReadSet.Empty);
        (await new AnsweredInTime(shop.Approvals).ContradictsAsync(row, timeout, CancellationToken.None)).ShouldBe(contradicts);
    }

    private static async Task<(LoadedRun Row, Guid Approval)> AskedAsync(Shop shop)
    {
        var now = shop.Clock.GetUtcNow();
        await shop.Runs.StartAsync(
            new NewRun(Run, Shop.Tenant, "shop", "refund", "1.0.0", Encoding.UTF8.GetBytes("{}"), [1], null, "test", now, shop.Message()),
            CancellationToken.None);
        var row = (await shop.Runs.LoadAsync(Shop.Tenant, Run, CancellationToken.None))!;
        var approval = Guid.NewGuid();
        (await shop.Committer.CommitAsync(
            new WriteSet
            {
                Tenant = Shop.Tenant, Run = Run, ExpectedVersion = row.Version, Status = "Waiting", EngineState = [1], At = now,
                Approvals = [new ApprovalRow(approval, Step, "/do/0/ask", "Refund?", null, [], [], null, null)],
            },
            CancellationToken.None)).ShouldBeTrue();
        return (row, approval);
    }
}
