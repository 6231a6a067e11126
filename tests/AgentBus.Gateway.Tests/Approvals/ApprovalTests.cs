using System.Net;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Tests.Approvals;

public sealed class ApprovalTests(GatewayHost host) : ReadingTest(host)
{
    [Fact]
    public async Task A_decision_is_kept_and_told_to_the_run()
    {
        var (run, approval) = await AskAsync();
        var open = await (await Client.GetAsync($"/v1/approvals?state=open&run={run}")).JsonAsync();
        open.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().Text("title").ShouldBe("Publish?");
        var answer = await DecideAsync(Client, approval, """{"decision":"approve","comment":"fine"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var decided = await answer.JsonAsync();
        (decided.Text("state"), decided.Text("decidedBy"), decided.Text("comment")).ShouldBe(("approved", "admin", "fine"));
        (await DecisionsAsync(run)).ShouldHaveSingleItem().ShouldBe(new DecideApproval("default", run, "/do/0/ask#1", true, "admin", "fine"));
    }

    [Fact]
    public async Task Of_twenty_decisions_at_once_one_counts_and_the_others_are_told_whose()
    {
        var (run, approval) = await AskAsync();
        var ann = Host.Client(await Host.KeyAsync("default", "ann", Roles.Approver));
        var bob = Host.Client(await Host.KeyAsync("default", "bob", Roles.Approver));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            DecideAsync(i % 2 == 0 ? ann : bob, approval, $$"""{"decision":"{{(i % 2 == 0 ? "approve" : "deny")}}"}""")));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        var winner = (await (await Client.GetAsync($"/v1/approvals/{approval}")).JsonAsync()).Text("decidedBy");
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
        var wrong = await DecideAsync(Client, approval, """{"decision":"approve","form":{"limit":"lots"}}""");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.JsonAsync()).GetProperty("errors")[0].Text("path").ShouldBe("/form/limit");
        (await DecideAsync(Client, approval, """{"decision":"approve"}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync(Client, approval, """{"decision":"deny"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_form_whose_schema_takes_null_may_be_left_out()
    {
        var (_, approval) = await AskAsync("""{"type":["object","null"]}""");
        (await DecideAsync(Client, approval, Approve)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"decision":"maybe"}""", "/decision")]
    [InlineData("""{}""", "/decision")]
    [InlineData("""{"decision":"approve","colour":"red"}""", "/colour")]
    public async Task A_decision_that_is_none_is_400(string body, string path)
    {
        var (_, approval) = await AskAsync();
        var answer = await DecideAsync(Client, approval, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("errors")[0].Text("path").ShouldBe(path);
        (await (await Client.GetAsync($"/v1/approvals/{approval}")).JsonAsync()).Text("state").ShouldBe("open");
    }

    [Fact]
    public async Task Another_tenants_approval_is_not_there()
    {
        var (_, approval) = await AskAsync();
        var stranger = await Host.ClientAsync("stranger", Roles.Admin);
        (await stranger.GetAsync($"/v1/approvals/{approval}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DecideAsync(stranger, approval, """{"decision":"approve"}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_is_not_asked_is_told_who_is_and_decides_nothing()
    {
        var (_, approval) = await AskAsync(assignees: ["ann"], groups: ["editors"]);
        var eve = Host.Client(await Host.KeyAsync("default", "eve", [Roles.Approver], ["readers"]));
        var refused = await DecideAsync(eve, approval, Approve);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.JsonAsync()).Text("detail").ShouldBe(
            $"Approval {approval} is for ann or members of editors. The key 'eve' is in readers.");
        (await (await Client.GetAsync($"/v1/approvals/{approval}")).JsonAsync()).Text("state").ShouldBe("open");
    }

    [Theory]
    [InlineData("ann", "approver", "", false)]
    [InlineData("bob", "approver", "readers,editors", false)]
    [InlineData("ops", "operator", "", true)]
    [InlineData("ann", "operator", "", false)]
    [InlineData("root", "admin", "", true)]
    public async Task Who_is_asked_decides_and_an_operators_decision_else_is_kept_as_an_override(string name, string role, string groups, bool overrides)
    {
        var (run, approval) = await AskAsync(assignees: ["ann"], groups: ["editors"]);
        var client = Host.Client(await Host.KeyAsync("default", name, [role], groups.Split(',', StringSplitOptions.RemoveEmptyEntries)));
        var answer = await DecideAsync(client, approval, Approve);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("override").GetBoolean().ShouldBe(overrides);
        (await DecisionsAsync(run)).ShouldHaveSingleItem().Override.ShouldBe(overrides);
    }

    [Theory]
    [InlineData("approver", HttpStatusCode.OK)]
    [InlineData("operator", HttpStatusCode.OK)]
    [InlineData("publisher", HttpStatusCode.Forbidden)]
    public async Task What_is_asked_of_nobody_in_particular_is_for_any_approver(string role, HttpStatusCode status)
    {
        var (_, approval) = await AskAsync();
        (await DecideAsync(await Host.ClientAsync("default", role), approval, Approve)).StatusCode.ShouldBe(status);
    }

    [Fact]
    public async Task Mine_are_those_that_name_me_my_groups_or_nobody()
    {
        var (run, mine) = await AskAsync(groups: ["mine-only"]);
        var (_, others) = await AskAsync(assignees: ["somebody"]);
        var me = Host.Client(await Host.KeyAsync("default", "me", [Roles.Approver], ["mine-only"]));
        var items = (await (await me.GetAsync("/v1/approvals?mine=true&state=open&limit=500")).JsonAsync()).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid()).ToList();
        items.ShouldContain(mine);
        items.ShouldNotContain(others);
        (await me.GetAsync("/v1/approvals?mine=perhaps")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await (await me.GetAsync($"/v1/approvals?mine=true&run={run}")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Pages_go_on_after_the_cursor()
    {
        var all = new[] { (await AskAsync()).Approval, (await AskAsync()).Approval, (await AskAsync()).Approval };
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await (await Client.GetAsync($"/v1/approvals?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).JsonAsync();
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid()));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        seen.ShouldBeUnique();
        all.ShouldBeSubsetOf(seen);
    }

    [Fact]
    public async Task Who_comes_after_the_due_time_is_told_what_followed()
    {
        var (run, approval) = await AskAsync();
        await new RunScript(Host, "default", run).CommitAsync(set => set with
        {
            ClosedApprovals = [new ApprovalClose("/do/0/ask#1", "timedOut", "Denied by default. Nobody decided within 2 h.")],
        });
        var late = await DecideAsync(Client, approval, Approve);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.JsonAsync()).Text("detail").ShouldEndWith("Denied by default. Nobody decided within 2 h.");
    }

    private const string Approve = """{"decision":"approve"}""";

    private async Task<(Guid Run, Guid Approval)> AskAsync(string? form = null, string[]? assignees = null, string[]? groups = null)
    {
        var run = await Samples.StartAsync(Client);
        return (run, await new RunScript(Host, "default", run).AskAsync(form, assignees, groups));
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient client, Guid approval, string body) =>
        client.PostAsync($"/v1/approvals/{approval}", Http.Json(body));

    private async Task<IReadOnlyList<DecideApproval>> DecisionsAsync(Guid run)
    {
        var messages = await Host.Get<IOutboxStore>().ClaimAsync(1_000, TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return [.. messages.Where(m => m.Run == run && m.Row.Type == nameof(DecideApproval))
            .Select(m => System.Text.Json.JsonSerializer.Deserialize(m.Row.Body.Span, ContractsJson.Default.DecideApproval)!)];
    }
}
