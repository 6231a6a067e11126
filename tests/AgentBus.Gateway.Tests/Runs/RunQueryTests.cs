using System.Net;
using System.Text.Json;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class RunQueryTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private readonly HttpClient _client = host.Admin;

    public async Task InitializeAsync()
    {
        await Samples.PutReadingAsync(_client, "queried");
        await Samples.PutReadingAsync(_client, "queried", "1.1.0");
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Runs_are_found_by_each_filter()
    {
        var (old, run) = (await StartAsync("queried@1.0.0", "Honey bees"), await StartAsync("queried", "wasps"));
        await new RunScript(host, "default", old).CommitAsync(set => set with
        {
            Status = "Faulted",
            EndedAt = set.At,
            Error = """{"type":"https://serverlessworkflow.io/spec/1.0.0/errors/timeout","status":408}""",
        });
        await new RunScript(host, "default", run).StepAsync("/do/0/read#1", "/do/0/read", "read", "agent", "Running", "reader-of-wasps");

        (await FindAsync("state=open&workflow=queried")).ShouldBe([run]);
        (await FindAsync("state=over&workflow=queried")).ShouldBe([old]);
        (await FindAsync("workflow=tests/queried@1.0.0")).ShouldBe([old]);
        (await FindAsync("workflow=queried&version=1.1.0")).ShouldBe([run]);
        (await FindAsync("errorType=timeout")).ShouldBe([old]);
        (await FindAsync("errorType=https://serverlessworkflow.io/spec/1.0.0/errors/timeout")).ShouldBe([old]);
        (await FindAsync("agent=reader-of-wasps")).ShouldBe([run]);
        (await FindAsync("text=BEES%20honey")).ShouldBe([old]);
        (await FindAsync("text=was*&workflow=queried")).ShouldBe([run]);
        (await FindAsync("text=was")).ShouldBeEmpty();
        (await FindAsync("startedBy=nobody")).ShouldBeEmpty();
        (await FindAsync($"parent={run}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("version=1.0.0", "without workflow")]
    [InlineData("state=asleep", "state is 'asleep'")]
    [InlineData("text=%20!", "words")]
    [InlineData("parent=me", "parent is 'me'")]
    public async Task A_filter_that_is_none_is_400(string query, string words)
    {
        var answer = await _client.GetAsync($"/v1/runs?{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).Text("detail").ShouldContain(words);
    }

    [Fact]
    public async Task What_is_stuck_is_told_with_its_reasons_oldest_first_page_by_page()
    {
        var (first, second) = (await StartAsync("queried", "a"), await StartAsync("queried", "b"));
        await new RunScript(host, "default", first).AskAsync(groups: ["editors"]);
        await new RunScript(host, "default", second).StepAsync("/do/0/read#1", "/do/0/read", "read", "agent", "Running", "never-seen");
        var stuck = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await (await _client.GetAsync($"/v1/runs/stuck?limit=1{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}")).JsonAsync();
            stuck.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        var ours = stuck.Where(run => RunScript.IdOf(run) == first || RunScript.IdOf(run) == second).ToList();
        ours.Select(RunScript.IdOf).ShouldBe([first, second]);
        ours.Select(run => run.GetProperty("waitingFor")[0].Text("kind")).ShouldBe(["noWorker", "approval"], ignoreOrder: true);
        stuck.Select(RunScript.IdOf).ShouldBeUnique();
    }

    private async Task<Guid> StartAsync(string workflow, string topic) => RunScript.IdOf(
        await (await _client.PostAsync("/v1/runs", Http.Json($$$"""{"workflow":"{{{workflow}}}","input":{"topic":"{{{topic}}}"}}"""))).JsonAsync());

    private async Task<IEnumerable<Guid>> FindAsync(string query)
    {
        var answer = await _client.GetAsync($"/v1/runs?{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.JsonAsync()).GetProperty("items").EnumerateArray().Select(RunScript.IdOf);
    }
}
