using System.Net;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Gateway.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class SignalTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private readonly HttpClient _client = host.Admin;
    private Guid _run;

    public async Task InitializeAsync()
    {
        await Samples.PutReadingAsync(_client);
        _run = await Samples.StartAsync(_client);
        await WaitAsync("order.paid");
    }

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_signal_goes_to_its_run_with_who_sent_it()
    {
        var @operator = await host.ClientAsync("default", "operator");
        (await SignalAsync(@operator, "order.paid", "1")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await SignalAsync(@operator, "order.paid", "1")).StatusCode.ShouldBe(HttpStatusCode.Accepted, "a repetition is the same message");

        var sent = (await host.Get<IOutboxStore>().ClaimAsync(100, TimeSpan.Zero, TimeProvider.System.GetUtcNow().AddDays(1), CancellationToken.None))
            .Where(message => message.Run == _run && message.Row.Type == nameof(DeliverEvent)).ToList();
        var message = JsonSerializer.Deserialize(sent.ShouldHaveSingleItem().Row.Body.Span, ContractsJson.Default.DeliverEvent)!;
        (message.Run, message.By, message.Event.Text("type")).ShouldBe((_run, "operator", "order.paid"));
    }

    [Fact]
    public async Task A_signal_that_no_step_waits_for_is_refused_with_what_is_waited_for()
    {
        var answer = await SignalAsync(_client, "order.shipped", "2");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.JsonAsync()).Text("detail").ShouldBe($"No step of run {_run} waits for an event of type 'order.shipped' now. It waits for: order.paid.");
    }

    [Fact]
    public async Task A_step_that_waits_for_every_event_takes_any_type()
    {
        await WaitAsync(null);
        (await SignalAsync(_client, "order.shipped", "3")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_step_that_waits_for_a_pattern_takes_the_types_that_fit_it()
    {
        const string listening = """
            document: { dsl: '1.0.3', namespace: tests, name: listening, version: '1.0.0' }
            do: [ { hear: { listen: { to: { any: [ { with: { type: 'order\..*' } }, { with: { type: '${ startswith("paid") }' } } ] } } } } ]
            """;
        (await _client.PutAsync("/v1/definitions", Http.Yaml(listening))).EnsureSuccessStatusCode();
        _run = await Samples.StartAsync(_client, "tests/listening");
        await new RunScript(host, "default", _run).CommitAsync(set => set with { Status = "Waiting", Subscriptions = [new SubscriptionRow("/do/0/hear#1", null)] });

        (await SignalAsync(_client, "order.shipped", "6")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await SignalAsync(_client, "paid.late", "7")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var answer = await SignalAsync(_client, "totally.unrelated", "8");
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.JsonAsync()).Text("detail").ShouldEndWith("""It waits for: order\..*, ${ startswith("paid") }.""");
    }

    [Fact]
    public async Task A_run_that_ended_and_one_of_another_tenant_take_none()
    {
        var foreign = await host.ClientAsync("other", "operator");
        (await SignalAsync(foreign, "order.paid", "4")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await new RunScript(host, "default", _run).CompleteAsync("1");
        (await (await SignalAsync(_client, "order.paid", "4")).JsonAsync()).Text("type").ShouldBe("urn:agentbus:problem:run-ended");
    }

    [Fact]
    public async Task Looking_is_not_enough_and_a_body_that_is_no_event_is_refused()
    {
        (await SignalAsync(await host.ClientAsync("default", "viewer"), "order.paid", "5")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _client.PostAsync($"/v1/runs/{_run}/events", Http.Body("""{"type":"order.paid"}""", "application/cloudevents+json")))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task WaitAsync(string? type) =>
        new RunScript(host, "default", _run).CommitAsync(set => set with { Status = "Waiting", Subscriptions = [new SubscriptionRow("/do/0/read#1", type)] });

    private Task<HttpResponseMessage> SignalAsync(HttpClient client, string type, string id) => client.PostAsync(
        $"/v1/runs/{_run}/events",
        Http.Body($$"""{"specversion":"1.0","id":"{{id}}","source":"/here","type":"{{type}}"}""", "application/cloudevents+json"));
}
