using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.DeadLetters;
using AgentBus.Storage.Outbox;

namespace AgentBus.Gateway.Tests.DeadLetters;

public sealed class DeadLetterTests(GatewayHost host) : IClassFixture<GatewayHost>
{
    [Fact]
    public async Task A_letter_is_listed_shown_and_its_body_is_given_as_it_came()
    {
        var letter = await GivenAsync(body: [0xff, 0x00, 0x01]);
        using var client = host.Admin;

        var listed = (await ListAsync(client, $"?queue={letter.Queue}")).ShouldHaveSingleItem();
        (listed.Text("id"), listed.Text("state"), listed.Text("reason"), listed.Text("error"), listed.GetProperty("bytes").GetInt64())
            .ShouldBe(($"{letter.Id}", "open", "failed", "no", 3));
        var shown = await (await client.GetAsync($"/v1/dead-letters/{letter.Id}")).JsonAsync();
        shown.TryGetProperty("body", out _).ShouldBeFalse("it is no text");
        (shown.Text("stack"), shown.GetProperty("headers").Text("a")).ShouldBe(("at X", "b"));
        var body = await client.GetAsync(shown.Text("bodyUrl"));
        (body.Content.Headers.ContentType!.MediaType, body.Headers.GetValues("X-Content-Type-Options").Single()).ShouldBe(("application/octet-stream", "nosniff"));
        (await body.Content.ReadAsByteArrayAsync()).ShouldBe(letter.Body.ToArray());
        var text = await GivenAsync();
        (await (await client.GetAsync($"/v1/dead-letters/{text.Id}")).JsonAsync()).Text("body").ShouldBe("{}");
    }

    [Fact]
    public async Task A_replay_sends_once_and_a_second_one_is_told_so()
    {
        var letter = await GivenAsync();
        using var client = host.Admin;

        var answer = await client.PostAsync($"/v1/dead-letters/{letter.Id}/replay", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.JsonAsync()).Text("state").ShouldBe("replayed");
        (await SentAsync(letter.Queue)).ShouldBe([Guid.Parse(letter.MessageId)]);
        var again = await client.PostAsync($"/v1/dead-letters/{letter.Id}/replay", null);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.JsonAsync()).Text("type").ShouldBe("urn:agentbus:problem:dead-letter-not-open");
        var action = (await (await client.GetAsync($"/v1/dead-letters/{letter.Id}")).JsonAsync()).GetProperty("actions").EnumerateArray().Single();
        (action.Text("action"), action.Text("messageId")).ShouldBe(("replayed", letter.MessageId));
        action.Text("by").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_forced_replay_has_a_new_message_id()
    {
        var letter = await GivenAsync();
        using var client = host.Admin;

        (await client.PostAsJsonAsync($"/v1/dead-letters/{letter.Id}/replay", new { force = true, reason = "again" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await SentAsync(letter.Queue)).ShouldHaveSingleItem().ToString().ShouldNotBe(letter.MessageId);
    }

    [Fact]
    public async Task What_cannot_be_sent_as_it_was_is_refused_with_words()
    {
        var letter = await GivenAsync(bytes: 99);
        using var client = host.Admin;

        var answer = await client.PostAsync($"/v1/dead-letters/{letter.Id}/replay", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.JsonAsync()).Text("detail").ShouldContain("too large to be kept whole");
    }

    [Fact]
    public async Task A_discard_needs_a_reason_and_keeps_it()
    {
        var letter = await GivenAsync();
        using var client = host.Admin;

        (await client.PostAsync($"/v1/dead-letters/{letter.Id}/discard", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync($"/v1/dead-letters/{letter.Id}/discard", new { reason = new string('x', 4001) })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync($"/v1/dead-letters/{letter.Id}/discard", new { reason = "a test" })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var shown = await (await client.GetAsync($"/v1/dead-letters/{letter.Id}")).JsonAsync();
        (shown.GetProperty("letter").Text("state"), shown.GetProperty("actions")[0].Text("reason")).ShouldBe(("discarded", "a test"));
        (await ListAsync(client, $"?queue={letter.Queue}")).ShouldBeEmpty("open ones are listed by default");
        (await ListAsync(client, $"?queue={letter.Queue}&state=any")).Count.ShouldBe(1);
        (await SentAsync(letter.Queue)).ShouldBeEmpty();
    }

    [Fact]
    public async Task All_that_meet_a_filter_are_replayed_page_by_page_and_what_fails_again_meanwhile_is_not()
    {
        var queue = $"agentbus.test-{Guid.NewGuid():N}";
        var letters = new List<DeadLetterRow>();
        for (var i = 0; i < 5; i++)
        {
            letters.Add(await GivenAsync(queue));
        }

        using var client = host.Admin;
        string? cursor = null;
        var pages = 0;
        do
        {
            var answer = await client.PostAsJsonAsync("/v1/dead-letters/replay", new { filter = new { queue }, limit = 2, cursor });
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var page = await answer.JsonAsync();
            page.GetProperty("items").EnumerateArray().ShouldAllBe(report => report.GetProperty("done").GetBoolean());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
            pages++;
            foreach (var letter in letters)
            {
                // Those replayed so far have failed again.
                await host.Get<IDeadLetterStore>().AddAsync(letter with { Replays = 1 }, [], CancellationToken.None);
            }
        }
        while (cursor is not null);

        pages.ShouldBe(3);
        (await SentAsync(queue)).Order().ShouldBe(letters.Select(letter => Guid.Parse(letter.MessageId)).Order());
        (await ListAsync(client, $"?queue={queue}")).Select(letter => letter.GetProperty("replays").GetInt32()).ShouldBe([1, 1, 1, 1, 1]);
    }

    [Fact]
    public async Task Many_are_discarded_by_a_filter_which_must_be_there()
    {
        var (one, other) = (await GivenAsync(), await GivenAsync());
        using var client = host.Admin;

        (await client.PostAsJsonAsync("/v1/dead-letters/discard", new { reason = "x" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync("/v1/dead-letters/discard", new { filter = new { queue = one.Queue } })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.PostAsJsonAsync("/v1/dead-letters/discard", new { filter = new { queue = one.Queue }, reason = "x" })).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await ListAsync(client, $"?queue={one.Queue}&state=discarded")).Count.ShouldBe(1);
        (await ListAsync(client, $"?queue={other.Queue}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Letters_of_no_tenant_are_for_admins_of_the_first_one_and_those_of_others_for_nobody_else()
    {
        var nobodys = await GivenAsync(tenant: "");
        var theirs = await GivenAsync(tenant: "elsewhere");
        using var admin = host.Admin;
        var (viewer, stranger) = (await host.ClientAsync("default", "viewer"), await host.ClientAsync("elsewhere", "admin"));

        (await ListAsync(admin, $"?queue={nobodys.Queue}")).ShouldHaveSingleItem().TryGetProperty("tenant", out _).ShouldBeFalse();
        (await ListAsync(viewer, $"?queue={nobodys.Queue}")).ShouldBeEmpty();
        (await ListAsync(stranger, $"?queue={nobodys.Queue}")).ShouldBeEmpty();
        (await ListAsync(stranger, $"?queue={theirs.Queue}")).Count.ShouldBe(1);
        (await admin.GetAsync($"/v1/dead-letters/{theirs.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.PostAsync($"/v1/dead-letters/{theirs.Id}/replay", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/v1/dead-letters/{nobodys.Id}/body")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await viewer.PostAsync($"/v1/dead-letters/{nobodys.Id}/replay", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("?state=closed", "one of open, replayed, discarded")]
    [InlineData("?run=7", "run is '7'")]
    [InlineData("?since=soon", "since is 'soon'")]
    [InlineData("?cursor=x", "cursor is not one")]
    public async Task A_wrong_filter_is_told(string query, string words)
    {
        using var client = host.Admin;
        var answer = await client.GetAsync($"/v1/dead-letters{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).Text("detail").ShouldContain(words);
    }

    private async Task<DeadLetterRow> GivenAsync(string? queue = null, string tenant = "default", byte[]? body = null, long? bytes = null)
    {
        body ??= "{}"u8.ToArray();
        var letter = new DeadLetterRow(
            Guid.NewGuid(), tenant, queue ?? $"agentbus.test-{Guid.NewGuid():N}", Guid.NewGuid().ToString(), "TimerFired", null, "application/json",
            new Dictionary<string, string> { ["a"] = "b" }, body, bytes ?? body.Length, "failed", "System.Exception", "no", "at X", 1, false,
            TimeProvider.System.GetUtcNow(), 0);
        (await host.Get<IDeadLetterStore>().AddAsync(letter, [], CancellationToken.None)).ShouldBeTrue();
        return letter;
    }

    private async Task<List<Guid>> SentAsync(string queue)
    {
        var rows = await host.Get<IOutboxStore>().ClaimAsync(1000, TimeSpan.Zero, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return [.. rows.Where(row => row.Row.Exchange == queue).Select(row => row.Row.MessageId)];
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient client, string query)
    {
        var answer = await client.GetAsync($"/v1/dead-letters{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray()];
    }
}
