using System.Text.Json;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Tests.Support;

/// <summary>Does to a run what the orchestrator would, by the same write sets.</summary>
internal sealed class RunScript(GatewayHost host, string tenant, Guid run)
{
    public async Task CommitAsync(Func<WriteSet, WriteSet> change)
    {
        var loaded = (await host.Get<IRunStore>().LoadAsync(tenant, run, CancellationToken.None)).ShouldNotBeNull();
        var set = new WriteSet
        {
            Tenant = tenant, Run = run, ExpectedVersion = loaded.Version, Status = "Running", EngineState = loaded.EngineState, At = TimeProvider.System.GetUtcNow(),
        };
        (await host.Get<ICommitter>().CommitAsync(change(set), CancellationToken.None)).ShouldBeTrue();
    }

    public Task HistoryAsync(params string[] types) =>
        CommitAsync(set => set with { History = [.. types.Select(type => new HistoryRow(type, "/do/0/x#1", """{"why":"a test"}"""))] });

    public Task CompleteAsync(string output) => CommitAsync(set => set with
    {
        Status = "Completed", EndedAt = set.At, Documents = [new DocumentRow("output", System.Text.Encoding.UTF8.GetBytes(output))],
        History = [new HistoryRow("run.completed", null, "{}")],
    });

    public Task StepAsync(string step, string task, string name, string kind, string status, string? agent = null, string? reason = null, bool ended = false) =>
        CommitAsync(set => set with
        {
            Steps = [new StepRow(step, task, name, kind, status, 1, agent, null, set.At, ended ? set.At : null, 0.01m, 10, reason)],
        });

    /// <summary>A plan is made at the step and, where <paramref name="child"/> is given, run.</summary>
    public Task PlanAsync(string step, int number, string plan, Guid? child = null) => CommitAsync(set => set with
    {
        Documents = [new DocumentRow($"{step}/plan/{number}", System.Text.Encoding.UTF8.GetBytes(plan))],
        History =
        [
            new HistoryRow("plan.made", step, $$"""{"number":{{number}},"plan":"{{step}}/plan/{{number}}","agent":"planner"}"""),
            .. child is null ? Array.Empty<HistoryRow>() : [new HistoryRow("child.started", step, $$"""{"run":"{{child}}","definition":"tests/p@1.0.0"}""")],
        ],
    });

    public Task RememberAsync(string key, string value, DateTimeOffset? expiresAt = null) => CommitAsync(set => set with
    {
        Memories = [new MemoryRow(key, System.Text.Encoding.UTF8.GetBytes(value), "/do/0/read#1", expiresAt)],
    });

    public async Task<Guid> AskAsync(string? form = null, string[]? assignees = null, string[]? groups = null)
    {
        var id = Guid.NewGuid();
        await CommitAsync(set => set with
        {
            Status = "Waiting", Approvals = [new ApprovalRow(id, "/do/0/ask#1", "/do/0/ask", "Publish?", """{"draft":"x"}""", assignees ?? [], groups ?? [], form, null)],
        });
        return id;
    }

    public static Guid IdOf(JsonElement run) => run.GetProperty("id").GetGuid();
}
