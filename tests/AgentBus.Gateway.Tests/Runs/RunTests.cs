using System.Net;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Workers;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class RunTests(GatewayHost host) : ReadingTest(host)
{
    [Fact]
    public async Task A_start_is_202_with_a_location_and_leaves_one_message_for_the_orchestrator()
    {
        var answer = await StartAsync("""{"workflow":"tests/reading","input":{"topic":"x"}}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var id = RunScript.IdOf(await answer.JsonAsync());
        answer.Headers.Location!.ToString().ShouldBe($"/v1/runs/{id}");
        var message = (await MessagesAsync()).Where(m => m.Run == id).ShouldHaveSingleItem();
        message.Row.Exchange.ShouldBe(Queues.Orchestrator);
        message.Row.Type.ShouldBe(nameof(StartRun));
        var run = await (await Client.GetAsync($"/v1/runs/{id}")).JsonAsync();
        run.GetProperty("run").Text("state").ShouldBe("Pending");
        (await (await Client.GetAsync($"/v1/runs/{id}/input")).JsonAsync()).Text("topic").ShouldBe("x");
        (await (await Client.GetAsync($"/v1/runs/{id}/history")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_run_of_many_steps_shows_open_ones_and_the_newest_and_its_steps_come_page_by_page()
    {
        var id = RunScript.IdOf(await (await StartAsync("""{"workflow":"tests/reading","input":{"topic":"x"}}""")).JsonAsync());
        var at = TimeProvider.System.GetUtcNow();
        await new RunScript(Host, "default", id).StepsAsync([.. Enumerable.Range(0, 1_003).Select(number => new StepRow(
            $"/do/0/each/do/0/one[{number}]#1", "/do/0/each/do/0/one", "one", "set", number == 0 ? "Running" : "Completed", 1, null, null,
            at.AddSeconds(number), number == 0 ? null : at.AddSeconds(number), 0, 0, null))]);

        var run = await (await Client.GetAsync($"/v1/runs/{id}")).JsonAsync();
        var shown = run.GetProperty("steps").EnumerateArray().Select(step => step.Text("step")).ToList();
        (shown.Count, run.GetProperty("stepsOmitted").GetInt64()).ShouldBe((1_000, 3));
        (shown[0], shown[1], shown[^1]).ShouldBe((
            "/do/0/each/do/0/one[0]#1", "/do/0/each/do/0/one[4]#1", "/do/0/each/do/0/one[1002]#1"), "the open one, then the newest");

        var listed = new List<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await (await Client.GetAsync($"/v1/runs/{id}/steps?limit=400{cursor}")).JsonAsync();
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(step => step.Text("step")));
            cursor = page.TryGetProperty("next", out var next) && next.GetString() is { } after ? $"&cursor={after}" : null;
        }

        listed.Distinct().Count().ShouldBe(1_003);
        listed.ShouldBe(listed.Order(StringComparer.Ordinal));
        (await Client.GetAsync($"/v1/runs/{id}/steps?cursor=*")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Client.GetAsync($"/v1/runs/{Guid.NewGuid()}/steps")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_same_key_and_input_is_the_same_run_and_other_input_409()
    {
        const string Body = """{"workflow":"reading","input":{"topic":"once"}}""";
        var first = await StartAsync(Body, "key-1");
        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var again = await StartAsync("""{ "input": {"topic": "once"}, "workflow": "tests/reading" }""", "key-1");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        RunScript.IdOf(await again.JsonAsync()).ShouldBe(RunScript.IdOf(await first.JsonAsync()));
        var other = await StartAsync("""{"workflow":"reading","input":{"topic":"twice"}}""", "key-1");
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.JsonAsync()).Text("detail").ShouldContain("key-1");
    }

    [Fact]
    public async Task Twenty_starts_at_once_under_one_key_make_one_run()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StartAsync("""{"workflow":"reading","input":{"topic":"race"}}""", "race")));
        answers.Count(a => a.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        (await Task.WhenAll(answers.Select(a => a.JsonAsync()))).Select(RunScript.IdOf).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_key_of_two_tenants_is_two_runs()
    {
        var other = await Host.ClientAsync("neighbour", Roles.Admin);
        await Samples.PutReadingAsync(other);
        var mine = await (await StartAsync("""{"workflow":"reading","input":{"topic":"x"}}""", "shared")).JsonAsync();
        using var request = Request("""{"workflow":"reading","input":{"topic":"x"}}""", "shared");
        var theirs = await other.SendAsync(request);
        theirs.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        RunScript.IdOf(await theirs.JsonAsync()).ShouldNotBe(RunScript.IdOf(mine));
    }

    [Fact]
    public async Task Input_that_breaks_the_schema_is_400_and_names_the_path()
    {
        var answer = await StartAsync("""{"workflow":"reading","input":{"topic":7}}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await answer.JsonAsync();
        problem.GetProperty("errors")[0].Text("path").ShouldBe("/input/topic");
        problem.Text("detail").ShouldContain("/input/topic");
        (await StartAsync("""{"workflow":"reading"}""")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_name_in_two_namespaces_must_say_which()
    {
        await Samples.PutReadingAsync(Client, "twin", space: "one");
        await Samples.PutReadingAsync(Client, "twin", space: "two");
        var answer = await StartAsync("""{"workflow":"twin","input":{"topic":"x"}}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).Text("detail").ShouldContain("one/twin, two/twin");
        (await StartAsync("""{"workflow":"two/twin@1.0.0","input":{"topic":"x"}}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await StartAsync("""{"workflow":"two/twin@9.0.0","input":{"topic":"x"}}""")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_tenants_run_is_not_there()
    {
        var id = await Samples.StartAsync(Client);
        var stranger = await Host.ClientAsync("stranger", Roles.Admin);
        foreach (var path in new[] { "", "/input", "/output", "/history", "/events" })
        {
            (await stranger.GetAsync($"/v1/runs/{id}{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await stranger.PostAsync($"/v1/runs/{id}/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await stranger.GetAsync("/v1/runs")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.GetAsync("/v1/definitions/tests/reading")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_hold_every_run_once_newest_first()
    {
        var client = await Host.ClientAsync("pages", Roles.Admin);
        await Samples.PutReadingAsync(client);
        var started = new List<Guid>();
        for (var i = 0; i < 7; i++)
        {
            started.Add(await Samples.StartAsync(client));
        }

        var seen = new List<Guid>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await (await client.GetAsync($"/v1/runs?limit=3{cursor}")).JsonAsync();
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(RunScript.IdOf));
            cursor = page.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : null;
        }

        seen.ShouldBe(started.AsEnumerable().Reverse());
        (await (await client.GetAsync("/v1/runs?state=completed")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await (await client.GetAsync("/v1/runs?state=pending&workflow=tests/reading")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(7);
        (await (await client.GetAsync("/v1/runs?workflow=other")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await (await client.GetAsync("/v1/runs?until=2020-01-01T00:00:00Z")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_step_whose_agent_has_no_worker_says_so_until_one_comes()
    {
        var id = await Samples.StartAsync(Client);
        await new RunScript(Host, "default", id).StepAsync("/do/0/read#1", "/do/0/read", "read", "agent", "Waiting", "lonely");
        var waiting = (await DetailsAsync(id)).GetProperty("waitingFor").EnumerateArray().ShouldHaveSingleItem();
        waiting.Text("reason").ShouldBe("no worker of agent 'lonely' is running");
        waiting.Text("agent").ShouldBe("lonely");
        await Host.Get<IWorkerStore>().SeenAsync(new WorkerRow("w", "lonely", "1.0.0", [], 1, 0, TimeProvider.System.GetUtcNow()), CancellationToken.None);
        (await DetailsAsync(id)).GetProperty("waitingFor").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_finished_run_shows_its_output_and_cannot_be_cancelled()
    {
        var id = await Samples.StartAsync(Client);
        (await Client.GetAsync($"/v1/runs/{id}/output")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await new RunScript(Host, "default", id).CompleteAsync("""{"file":"x.md"}""");
        var details = await DetailsAsync(id);
        details.GetProperty("output").Text("file").ShouldBe("x.md");
        details.Text("outputUrl").ShouldBe($"/v1/runs/{id}/output");
        (await (await Client.GetAsync($"/v1/runs/{id}/output")).JsonAsync()).Text("file").ShouldBe("x.md");
        (await Client.PostAsync($"/v1/runs/{id}/cancel", null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_cancel_leaves_its_message_for_the_orchestrator()
    {
        var id = await Samples.StartAsync(Client);
        await MessagesAsync();
        var answer = await Client.PostAsync($"/v1/runs/{id}/cancel", Http.Json("""{"reason":"too slow","compensate":false}"""));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var row = (await MessagesAsync()).Single(m => m.Run == id).Row;
        var message = System.Text.Json.JsonSerializer.Deserialize(row.Body.Span, ContractsJson.Default.CancelRun);
        message.ShouldBe(new CancelRun("default", id, row.MessageId, "admin", "too slow", Compensate: false));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=many")]
    [InlineData("cursor=rubbish")]
    [InlineData("since=yesterday")]
    [InlineData("state=Sleeping")]
    public async Task A_wrong_query_is_400_and_named(string query)
    {
        var answer = await Client.GetAsync($"/v1/runs?{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).Text("detail").ShouldStartWith(query.Split('=')[0]);
    }

    private async Task<System.Text.Json.JsonElement> DetailsAsync(Guid id) => await (await Client.GetAsync($"/v1/runs/{id}")).JsonAsync();

    private Task<IReadOnlyList<ClaimedMessage>> MessagesAsync() =>
        Host.Get<IOutboxStore>().ClaimAsync(1_000, TimeSpan.FromHours(1), TimeProvider.System.GetUtcNow(), CancellationToken.None);

    private async Task<HttpResponseMessage> StartAsync(string body, string? key = null)
    {
        using var request = Request(body, key);
        return await Client.SendAsync(request);
    }

    private static HttpRequestMessage Request(string body, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/runs") { Content = Http.Json(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return request;
    }
}
