using System.Net;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class MoveTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private readonly HttpClient _client = host.Admin;

    public async Task InitializeAsync()
    {
        foreach (var (version, tasks) in new[]
        {
            ("1.0.0", "- ask: {call: approval, with: {title: Go on?}}"), ("1.1.0", "- ask: {call: approval, with: {title: Really?}}"),
            ("2.0.0", "- ask: {wait: PT1S}"),
        })
        {
            (await _client.PutAsync("/v1/definitions", Http.Yaml(Definition(version, tasks)))).EnsureSuccessStatusCode();
        }
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_dry_run_tells_and_moves_nothing_and_a_move_tells_the_orchestrator()
    {
        var run = await WaitingAsync();
        var dry = await MoveAsync(run, """{"to":"1.1.0","dryRun":true}""");
        dry.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await dry.JsonAsync()).GetProperty("movable").GetBoolean().ShouldBeTrue();
        (await AskedAsync(run)).ShouldBeEmpty();

        (await MoveAsync(run, """{"to":"1.1.0"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await AskedAsync(run)).ShouldBe([new MoveRun("default", run, "1.1.0", "admin")]);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_listed_and_nothing_is_asked()
    {
        var run = await WaitingAsync();
        var answer = await MoveAsync(run, """{"to":"2.0.0"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var error = (await answer.JsonAsync()).GetProperty("errors")[0];
        (error.Text("path"), error.Text("message")).ShouldBe(("/do/0/ask", "it is of kind approval, and of kind wait in version 2.0.0"));
        (await AskedAsync(run)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"to":"9.9.9"}""", HttpStatusCode.NotFound)]
    public async Task A_version_that_is_none_is_refused(string body, HttpStatusCode status) =>
        (await MoveAsync(await WaitingAsync(), body)).StatusCode.ShouldBe(status);

    [Fact]
    public async Task A_run_that_is_over_is_not_moved()
    {
        var run = await WaitingAsync(over: true);
        (await MoveAsync(run, """{"to":"1.1.0"}""")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task All_open_runs_of_a_version_are_moved_page_by_page()
    {
        var runs = new[] { await WaitingAsync(), await WaitingAsync(), await WaitingAsync() };
        var told = new List<Guid>();
        string? cursor = null;
        do
        {
            var body = JsonSerializer.Serialize(new { workflow = "moved", from = "1.0.0", to = "1.1.0", limit = 2, cursor });
            var page = await (await _client.PostAsync("/v1/runs/move", Http.Json(body))).JsonAsync();
            told.AddRange(page.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("movable").GetBoolean()).Select(item => item.GetProperty("run").GetGuid()));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        runs.ShouldBeSubsetOf(told);
        (await AskedAsync(runs[2])).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_versions_are_compared_with_what_is_unsafe_for_waiting_runs()
    {
        var safe = await (await _client.GetAsync("/v1/definitions/tests/moved/diff?from=1.0.0&to=1.1.0")).JsonAsync();
        safe.GetProperty("obstacles").GetArrayLength().ShouldBe(0);
        var change = safe.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem();
        (change.Text("change"), change.Text("to")).ShouldBe(("changed", "/do/0/ask"));
        change.GetProperty("members")[0].Text("member").ShouldBe("/with/title");

        var other = await (await _client.GetAsync("/v1/definitions/tests/moved/diff?from=1.0.0&to=2.0.0")).JsonAsync();
        other.GetProperty("obstacles")[0].Text("task").ShouldBe("/do/0/ask");
        (await _client.GetAsync("/v1/definitions/tests/moved/diff?from=1.0.0")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Definition(string version, string tasks) =>
        $"document: {{dsl: '1.0.3', namespace: tests, name: moved, version: '{version}'}}\ndo:\n  {tasks}\n";

    private Task<HttpResponseMessage> MoveAsync(Guid run, string body) => _client.PostAsync($"/v1/runs/{run}/move", Http.Json(body));

    /// <summary>A run of 1.0.0 that waits in its approval.</summary>
    private async Task<Guid> WaitingAsync(bool over = false)
    {
        var run = RunScript.IdOf(await (await _client.PostAsync("/v1/runs", Http.Json("""{"workflow":"moved@1.0.0"}"""))).JsonAsync());
        var definition = DefinitionReader.Read(Definition("1.0.0", "- ask: {call: approval, with: {title: Go on?}}")).Definition.ShouldNotBeNull();
        var input = new RunData(new Dictionary<string, JsonElement> { [DocumentKeys.Input] = JsonElement.Parse("{}") });
        var decision = Engine.Advance(definition, RunState.New(run, TimeProvider.System.GetUtcNow()), input, new RunEvent.Started(), TimeProvider.System.GetUtcNow());
        decision.State.Status.ShouldBe(RunStatus.Waiting);
        var state = over ? decision.State with { Status = RunStatus.Completed } : decision.State;
        await new RunScript(host, "default", run).CommitAsync(set => set with
        {
            Status = state.Status.ToString(),
            EngineState = state.ToBytes(),
            EndedAt = over ? set.At : null,
        });
        return run;
    }

    private async Task<IReadOnlyList<MoveRun>> AskedAsync(Guid run)
    {
        var messages = await host.Get<IOutboxStore>().ClaimAsync(1_000, TimeSpan.Zero, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return [.. messages.Where(m => m.Run == run && m.Row.Type == nameof(MoveRun)).Select(m => JsonSerializer.Deserialize(m.Row.Body.Span, ContractsJson.Default.MoveRun)!)];
    }
}
