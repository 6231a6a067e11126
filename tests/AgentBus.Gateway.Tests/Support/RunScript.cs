using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

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

    /// <summary>The first step of <see cref="Samples.Reading"/> is at work.</summary>
    public Task BeginAsync() => CommitAsync(set =>
    {
        var definition = DefinitionReader.Read(Samples.Reading()).Definition!;
        var input = new RunData(new Dictionary<string, JsonElement> { ["input"] = JsonElement.Parse("""{"topic":"x"}""") });
        var decision = Engine.Advance(definition, RunState.FromBytes(set.EngineState), input, new RunEvent.Started(), set.At);
        return set with
        {
            EngineState = decision.State.ToBytes(),
            History = [.. decision.Effects.OfType<Effect.Record>().Select(entry => new HistoryRow(entry.Type, entry.Step, entry.Data.GetRawText()))],
        };
    });

    /// <summary>The one message of this type that was left for the orchestrator about this run.</summary>
    public async Task<T> SentAsync<T>(JsonTypeInfo<T> json)
    {
        var rows = await host.Get<IOutboxStore>().ClaimAsync(1_000, TimeSpan.Zero, TimeProvider.System.GetUtcNow().AddMinutes(5), CancellationToken.None);
        var row = rows.Where(message => message.Run == run && message.Row.Type == typeof(T).Name).ShouldHaveSingleItem().Row;
        return JsonSerializer.Deserialize(Encoding.UTF8.GetString(row.Body.Span), json)!;
    }

    public Task CompleteAsync(string output) => CommitAsync(set => set with
    {
        Status = "Completed",
        EndedAt = set.At,
        EngineState = (RunState.FromBytes(set.EngineState) with { Status = RunStatus.Completed }).ToBytes(),
        Documents = [new DocumentRow("output", Encoding.UTF8.GetBytes(output))],
        History = [new HistoryRow("run.completed", null, "{}")],
    });

    public Task StepAsync(string step, string task, string name, string kind, string status, string? agent = null, string? reason = null, bool ended = false) =>
        CommitAsync(set => set with
        {
            Steps = [new StepRow(step, task, name, kind, status, 1, agent, null, set.At, ended ? set.At : null, 0.01m, 10, reason)],
        });

    public Task StepsAsync(params StepRow[] steps) => CommitAsync(set => set with { Steps = steps });

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
            Status = "Waiting",
            Approvals = [new ApprovalRow(id, "/do/0/ask#1", "/do/0/ask", "Publish?", """{"draft":"x"}""", assignees ?? [], groups ?? [], form, null)],
        });
        return id;
    }

    public static Guid IdOf(JsonElement run) => run.GetProperty("id").GetGuid();
}
