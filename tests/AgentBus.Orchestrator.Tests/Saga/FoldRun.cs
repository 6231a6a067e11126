using System.Text;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Saga;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Saga;

/// <summary>A run with agents side by side, over a real store; messages reach it through its turns, the state machine left out.</summary>
internal sealed class FoldRun : IAsyncDisposable
{
    public static readonly Guid Id = Guid.Parse("0199a1b2-0000-7000-8000-000000000001");

    private const string Choir = """
        document: { dsl: '1.0.3', namespace: shop, name: choir, version: '1.0.0' }
        schedule: { on: { one: { with: { type: sing } } } }
        do:
          - all:
              for: { each: n, in: '${ [range(0; 8)] }' }
              metadata: { agentbus: { maxConcurrency: 5, toleratedFailurePercentage: 60 } }
              do:
                - one: { call: agent, with: { agent: echo, input: { number: '${ $n }' } }, timeout: { after: PT1H } }
                - two: { call: agent, with: { agent: echo, input: '${ . }' } }
          - last: { call: agent, with: { agent: echo, input: '${ . }' } }
        """;

    private readonly Shop _shop;
    private readonly RunTurns _turns;

    private FoldRun(Shop shop, Func<Shop, ICommitter>? committer) => (_shop, _turns) = (shop, shop.Turns(committer?.Invoke(shop)));

    public Shop Shop => _shop;

    public static async Task<FoldRun> BeginAsync(Func<Shop, ICommitter>? committer = null)
    {
        var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(Choir);
        var now = shop.Clock.GetUtcNow();
        var run = new NewRun(
            Id, Shop.Tenant, "shop", "choir", "1.0.0", Encoding.UTF8.GetBytes("{}"), RunState.New(Id, now).ToBytes(), null, "test", now, shop.Message());
        (await shop.Beginner.BeginAsync(run, CancellationToken.None)).ShouldBeTrue();
        return new FoldRun(shop, committer);
    }

    public async Task OneByOneAsync(IEnumerable<IRunMessage> messages)
    {
        foreach (var message in messages)
        {
            await VisitAsync(message, Task.CompletedTask);
        }
    }

    /// <summary>All are there before the first is decided; null for each that was written, else what went wrong.</summary>
    public async Task<Exception?[]> TogetherAsync(IEnumerable<IRunMessage> messages, Func<IRunMessage, Task>? deciding = null)
    {
        var allThere = new TaskCompletionSource();
        var visits = messages.Select(message => Record.ExceptionAsync(() => VisitAsync(message, allThere.Task, deciding))).ToList();
        allThere.SetResult();
        return await Task.WhenAll(visits);
    }

    public async Task<long> VersionAsync() => (await _shop.Runs.LoadAsync(Shop.Tenant, Id, CancellationToken.None))!.Version;

    /// <summary>What agents were asked so far.</summary>
    public async Task<List<DispatchAttempt>> AskedAsync() =>
        [.. (await _shop.RowsAsync("select body from outbox where type = 'DispatchAttempt' order by seq"))
            .Select(body => JsonSerializer.Deserialize(body, ContractsJson.Default.DispatchAttempt)!)];

    public Task<List<string>> TimersAsync() => _shop.RowsAsync("select timer from outbox where timer is not null order by timer");

    /// <summary>All that the run has in the store, but its version and the random ids of timers.</summary>
    public async Task<string> AllAsync()
    {
        string[] queries =
        [
            "select status, definition_version, engine_state, error, ended_at, cost_usd, tokens from runs",
            "select key, json from documents order by key",
            "select number, at, type, step, data from history order by number",
            "select step, task, name, kind, status, attempt, agent, agent_version, started_at, ended_at, cost_usd, tokens, reason from steps order by step",
            "select exchange, type, timer, due, body from outbox order by type, timer, body",
            "select message_id from outbox where timer is null order by message_id",
            "select step, title, state, comment from approvals order by step",
        ];
        var rows = new List<string>();
        foreach (var query in queries)
        {
            rows.AddRange(await _shop.RowsAsync(query));
        }

        return string.Join('\n', rows);
    }

    public static AttemptFinished Result(
        DispatchAttempt asked, AgentResultKind kind = AgentResultKind.Done, double costUsd = 0) => new(
        Shop.Tenant, Id, asked.Step, asked.Attempt, asked.Agent, "1.0.0", "worker", kind,
        kind == AgentResultKind.Done ? asked.Input : null,
        kind is AgentResultKind.Done or AgentResultKind.AskHuman ? null : new AgentFailure("bad", "It went wrong."), Usage: new AttemptUsage((decimal)costUsd, 2, 1));

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private Task VisitAsync(IRunMessage message, Task start, Func<IRunMessage, Task>? deciding = null) => _turns.VisitAsync(
        new RunVisit(message, async run =>
        {
            await start;
            await (deciding?.Invoke(message) ?? Task.CompletedTask);
            run.ShouldNotBeNull().Decided = await _shop.Advancer.DecideAsync(run, RunEvents.From(message), null, CancellationToken.None);
            run.CurrentState = run.Decided?.State.Status.ToString() ?? run.CurrentState;
        }),
        CancellationToken.None);
}
