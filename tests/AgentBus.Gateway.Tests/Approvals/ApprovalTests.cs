using System.Net;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;

namespace AgentBus.Gateway.Tests.Approvals;

public sealed class ApprovalTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private readonly HttpClient _client = host.Admin;

    public Task InitializeAsync() => Samples.PutReadingAsync(_client);

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_decision_is_kept_and_told_to_the_run()
    {
        var (run, approval) = await AskAsync();
        var open = await (await _client.GetAsync($"/v1/approvals?state=open&run={run}")).JsonAsync();
        open.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().Text("title").ShouldBe("Publish?");
        var answer = await DecideAsync(_client, approval, """{"decision":"approve","comment":"fine"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var decided = await answer.JsonAsync();
        (decided.Text("state"), decided.Text("decidedBy"), decided.Text("comment")).ShouldBe(("approved", "admin", "fine"));
        (await DecisionsAsync(run)).ShouldHaveSingleItem().ShouldBe(new DecideApproval("default", run, "/do/0/ask#1", true, "admin", "fine"));
    }

    [Fact]
    public async Task Of_twenty_decisions_at_once_one_counts_and_the_others_are_told_whose()
    {
        var (run, approval) = await AskAsync();
        var ann = host.Client(await host.KeyAsync("default", "ann", Roles.Approver));
        var bob = host.Client(await host.KeyAsync("default", "bob", Roles.Approver));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            DecideAsync(i % 2 == 0 ? ann : bob, approval, $$"""{"decision":"{{(i % 2 == 0 ? "approve" : "deny")}}"}""")));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var winner = (await (await _client.GetAsync($"/v1/approvals/{approval}")).JsonAsync()).Text("decidedBy");
        foreach (var late in answers.Where(a => a.StatusCode != HttpStatusCode.OK))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await late.JsonAsync()).Text("detail").ShouldContain($"by {winner} at");
        }

        (await DecisionsAsync(run)).ShouldHaveSingleItem().By.ShouldBe(winner);
    }

    [Fact]
    public async Task A_form_must_meet_its_schema_to_approve_but_not_to_deny()
    {
        const string Form = """{"type":"object","required":["limit"],"properties":{"limit":{"type":"integer"}}}""";
        var (_, approval) = await AskAsync(Form);
        var wrong = await DecideAsync(_client, approval, """{"decision":"approve","form":{"limit":"lots"}}""");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.JsonAsync()).GetProperty("errors")[0].Text("path").ShouldBe("/form/limit");
        (await DecideAsync(_client, approval, """{"decision":"approve"}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync(_client, approval, """{"decision":"deny"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"decision":"maybe"}""", "/decision")]
    [InlineData("""{}""", "/decision")]
    [InlineData("""{"decision":"approve","colour":"red"}""", "/colour")]
    public async Task A_decision_that_is_none_is_400(string body, string path)
    {
        var (_, approval) = await AskAsync();
        var answer = await DecideAsync(_client, approval, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("errors")[0].Text("path").ShouldBe(path);
        (await (await _client.GetAsync($"/v1/approvals/{approval}")).JsonAsync()).Text("state").ShouldBe("open");
    }

    [Fact]
    public async Task Another_tenants_approval_is_not_there()
    {
        var (_, approval) = await AskAsync();
        var stranger = await host.ClientAsync("stranger", Roles.Admin);
        (await stranger.GetAsync($"/v1/approvals/{approval}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DecideAsync(stranger, approval, """{"decision":"approve"}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(Guid Run, Guid Approval)> AskAsync(string? form = null)
    {
        var run = await Samples.StartAsync(_client);
        return (run, await new RunScript(host, "default", run).AskAsync(form));
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient client, Guid approval, string body) =>
        client.PostAsync($"/v1/approvals/{approval}", Http.Json(body));

    private async Task<IReadOnlyList<DecideApproval>> DecisionsAsync(Guid run)
    {
        var messages = await host.Get<IOutboxStore>().ClaimAsync(1_000, TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return [.. messages.Where(m => m.Run == run && m.Row.Type == nameof(DecideApproval))
            .Select(m => System.Text.Json.JsonSerializer.Deserialize(m.Row.Body.Span, ContractsJson.Default.DecideApproval)!)];
    }
}
