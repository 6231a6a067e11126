using System.Text;
using System.Text.Json;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Runs;
using AgentBus.Orchestrator.Saga;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Runs;

public sealed class RunMovesTests
{
    private static readonly Guid Run = Guid.NewGuid();

    [Theory]
    [InlineData("ask: {call: approval, with: {title: Really?}}", "2.0.0", "run.moved")]
    [InlineData("wait: {wait: PT1S}", "1.0.0", "run.moveRefused")]
    public async Task A_move_is_one_commit_with_its_entry_and_one_that_cannot_be_leaves_only_the_entry(string task, string version, string entry)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(Text("2.0.0", task));
        var from = DefinitionReader.Read(Text("1.0.0", "ask: {call: approval, with: {title: Go on?}}")).Definition!;
        var row = await WaitingAsync(shop, from);
        var state = RunState.FromBytes(row.EngineState);
        var request = new RunEvent.MoveRequested("2.0.0", "ops");

        var decision = await shop.Moves().DecideAsync(row, from, state, request, CancellationToken.None);
        var set = WriteSetBuilder.Build(row, [new RunDecision(decision, from.Key, request, shop.Clock.GetUtcNow())], new LaneRoster());
        (await shop.Committer.CommitAsync(set, CancellationToken.None)).ShouldBeTrue();

        (await shop.Runs.LoadAsync(Shop.Tenant, Run, CancellationToken.None))!.DefinitionVersion.ShouldBe(version);
        (await shop.Queries.HistoryAsync(Shop.Tenant, Run, 0, 100, CancellationToken.None))[^1].Type.ShouldBe(entry);
    }

    private static string Text(string version, string task) =>
        $"document: {{dsl: '1.0.3', namespace: shop, name: refund, version: '{version}'}}\nschedule: {{on: {{one: {{with: {{type: a}}}}}}}}\ndo:\n  - {task}\n";

    private static async Task<LoadedRun> WaitingAsync(Shop shop, WorkflowDefinition definition)
    {
        var now = shop.Clock.GetUtcNow();
        await shop.Runs.StartAsync(
            new NewRun(
                Run, Shop.Tenant, "shop", "refund", "1.0.0", Encoding.UTF8.GetBytes("{}"), RunState.New(Run, now).ToBytes(), null, "test", now, shop.Message()),
            CancellationToken.None);
        var row = (await shop.Runs.LoadAsync(Shop.Tenant, Run, CancellationToken.None))!;
        var input = new RunData(new Dictionary<string, JsonElement> { [DocumentKeys.Input] = JsonElement.Parse("{}") });
        var started = Engine.Advance(definition, RunState.FromBytes(row.EngineState), input, new RunEvent.Started(), now);
        await shop.Committer.CommitAsync(WriteSetBuilder.Build(row, [new RunDecision(started, definition.Key, new RunEvent.Started(), now)], new LaneRoster()), CancellationToken.None);
        return (await shop.Runs.LoadAsync(Shop.Tenant, Run, CancellationToken.None))!;
    }
}
