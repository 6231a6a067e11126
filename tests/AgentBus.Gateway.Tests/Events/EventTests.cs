using System.Net;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;

namespace AgentBus.Gateway.Tests.Events;

public sealed class EventTests(GatewayHost host) : IClassFixture<GatewayHost>, IDisposable
{
    private readonly HttpClient _client = host.Admin;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_structured_event_is_committed_under_its_type()
    {
        var answer = await PostAsync("""{"specversion":"1.0","id":"s-1","source":"/here","type":"order.made","data":{"n":1}}""", "application/cloudevents+json");
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var row = (await PublishedAsync("s-1")).ShouldHaveSingleItem();
        (row.Exchange, row.RoutingKey, row.ContentType).ShouldBe((Queues.Events, "order.made", "application/cloudevents+json"));
        JsonElement.Parse(row.Body.Span).GetProperty("data").GetProperty("n").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_event_twice_is_one_message()
    {
        for (var i = 0; i < 2; i++)
        {
            await PostAsync("""{"specversion":"1.0","id":"twice","source":"/here","type":"t"}""", "application/cloudevents+json");
        }

        (await PublishedAsync("twice")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_binary_event_becomes_a_structured_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events") { Content = Http.Json("""{"n":2}""") };
        foreach (var (name, value) in new[] { ("ce-specversion", "1.0"), ("ce-id", "b-1"), ("ce-source", "/a%20b"), ("ce-type", "t"), ("ce-region", "eu") })
        {
            request.Headers.Add(name, value);
        }

        (await _client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var json = JsonElement.Parse((await PublishedAsync("b-1")).ShouldHaveSingleItem().Body.Span);
        (json.Text("source"), json.Text("region"), json.Text("datacontenttype")).ShouldBe(("/a b", "eu", "application/json; charset=utf-8".Split(';')[0]));
        json.GetProperty("data").GetProperty("n").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_batch_is_taken_whole_or_not_at_all()
    {
        const string Good = """{"specversion":"1.0","id":"g-1","source":"/here","type":"t"}""";
        var bad = await PostAsync($$"""[{{Good}},{"specversion":"0.3","id":"","source":"/here"}]""", "application/cloudevents-batch+json");
        bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bad.JsonAsync()).GetProperty("errors").EnumerateArray().Select(e => e.Text("path")).ShouldBe(["/1/id", "/1/type", "/1/specversion"]);
        (await PublishedAsync("g-1")).ShouldBeEmpty();
        var good = await PostAsync($"[{Good},{Good.Replace("g-1", "g-2")}]", "application/cloudevents-batch+json");
        (await good.JsonAsync()).GetProperty("accepted").GetInt32().ShouldBe(2);
        (await PublishedAsync("g-1", "g-2")).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"x","source":"/s","type":"t","Bad_Name":"v"}""", "/Bad_Name")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"/s","type":"t","nested":{}}""", "/nested")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"/s","type":"t","time":"noon"}""", "/time")]
    [InlineData("""{"specversion":"1.0","id":"x","source":"/s","type":"t","data":1,"data_base64":"QQ=="}""", "/data_base64")]
    [InlineData("""{"specversion":"1.0","id":7,"source":"/s","type":"t"}""", "/id")]
    [InlineData("[]", "")]
    public async Task An_event_that_is_none_names_the_attribute(string body, string path)
    {
        var answer = await PostAsync(body, "application/cloudevents+json");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("errors")[0].Text("path").ShouldBe(path);
    }

    [Fact]
    public async Task Json_that_is_no_event_is_415() =>
        (await PostAsync("{}", "application/json")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);

    private Task<HttpResponseMessage> PostAsync(string body, string contentType) => _client.PostAsync("/v1/events", Http.Body(body, contentType));

    private async Task<IReadOnlyList<Storage.Runs.OutboxRow>> PublishedAsync(params string[] ids)
    {
        var messages = await host.Get<IOutboxStore>().ClaimAsync(1_000, TimeSpan.Zero, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return [.. messages.Where(m => m.Tenant == "default" && m.Row.Exchange == Queues.Events
            && ids.Contains(JsonElement.Parse(m.Row.Body.Span).Text("id"))).Select(m => m.Row)];
    }
}
