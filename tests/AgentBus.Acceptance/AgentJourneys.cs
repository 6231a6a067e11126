using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace AgentBus.Acceptance;

/// <summary>A worker in another language, people who decide, and messages that nobody can read.</summary>
public sealed class AgentJourneys(House house) : IClassFixture<House>
{
    private const string Workflow = """
        document: { dsl: '1.0.3', namespace: tests, name: AGENT-text, version: '1.0.0' }
        do:
          - shout:
              call: agent
              with: { agent: AGENT, input: { text: '${ .text }' } }
        """;

    [Fact]
    public async Task A_step_waits_for_its_agent_and_an_agent_in_Node_does_it()
    {
        await house.Api.PutDefinitionAsync(Workflow.Replace("AGENT", "shout", StringComparison.Ordinal));
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var run = await house.Api.StartAsync("tests/shout-text", new JsonObject { ["text"] = "hello" }, $"00-{trace}-00f067aa0ba902b7-01");
        await house.Api.SeenAsync(run, "attempt.dispatched");

        (await house.Api.RunAsync(run)).GetProperty("waitingFor").EnumerateArray().Single().GetProperty("agent").GetString().ShouldBe("shout");

        await using var agent = await NodeAgent.StartAsync(house.Broker.Address, "shout");
        var ended = await house.Api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        var output = ended.GetProperty("output");
        output.GetProperty("text").GetString().ShouldBe("HELLO");
        output.GetProperty("key").GetString()!.ShouldStartWith(run.ToString("N"));
        output.GetProperty("trace").GetString()!.ShouldContain(trace, customMessage: "the trace of the HTTP request reaches the agent over the bus");
    }

    [Fact]
    public async Task A_permanent_failure_of_an_agent_in_Node_ends_the_run_with_its_words()
    {
        await house.Api.PutDefinitionAsync(Workflow.Replace("AGENT", "grumble", StringComparison.Ordinal));
        await using var agent = await NodeAgent.StartAsync(house.Broker.Address, "grumble");
        var run = await house.Api.StartAsync("tests/grumble-text", new JsonObject { ["text"] = 7 });

        var ended = await house.Api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Faulted", ended.GetRawText());
        ended.GetProperty("run").GetProperty("error").GetRawText().ShouldContain("needs a text member");
    }

    [Fact]
    public async Task A_run_waits_for_a_person_whose_one_decision_moves_it_on()
    {
        await house.Api.PutDefinitionAsync("""
            document: { dsl: '1.0.3', namespace: tests, name: ask-first, version: '1.0.0' }
            do:
              - ask: { call: approval, with: { title: May I?, groups: [approvers], dueIn: PT1H, onTimeout: deny } }
              - note: { set: { said: '${ .approved }' } }
            """);
        var run = await house.Api.StartAsync("tests/ask-first", new JsonObject());
        await house.Api.SeenAsync(run, "approval.requested");
        (await house.Api.RunAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Waiting");
        var open = (await house.Api.GetAsync("/v1/approvals?state=open")).GetProperty("items").EnumerateArray()
            .Single(approval => approval.GetProperty("run").GetGuid() == run);

        var decisions = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            house.Api.PostAsync($"/v1/approvals/{open.GetProperty("id").GetGuid()}", """{"decision":"approve","comment":"fine"}""")));

        decisions.Count(status => (int)status is >= 200 and < 300).ShouldBe(1);
        decisions.Count(status => status == System.Net.HttpStatusCode.Conflict).ShouldBe(4);
        var ended = await house.Api.EndedAsync(run);
        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        ended.GetProperty("output").GetProperty("said").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Thousands_of_items_without_waiting_end_in_order()
    {
        await house.Api.PutDefinitionAsync("""
            document: { dsl: '1.0.3', namespace: tests, name: many, version: '1.0.0' }
            do:
              - each:
                  for: { each: item, in: '${ [range(2000)] }' }
                  metadata: { agentbus: { maxConcurrency: 50 } }
                  do: [ { double: { set: '${ $item * 2 }' } } ]
              - sum: { set: { sum: '${ add }', last: '${ .[-1] }' } }
            """);
        var ended = await house.Api.EndedAsync(await house.Api.StartAsync("tests/many", new JsonObject()));

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetProperty("run").GetRawText());
        ended.GetProperty("output").GetProperty("sum").GetInt32().ShouldBe(1999 * 2000);
        ended.GetProperty("output").GetProperty("last").GetInt32().ShouldBe(3998);
    }

    [Fact]
    public async Task Text_that_the_store_cannot_hold_stops_nobody()
    {
        await house.Api.PutDefinitionAsync("""
            document: { dsl: '1.0.3', namespace: tests, name: odd-text, version: '1.0.0' }
            do: [ { fail: { raise: { error: { type: 'https://example.org/odd', status: 400, title: '${ .title }' } } } } ]
            """);
        var run = await house.Api.StartAsync("tests/odd-text", new JsonObject { ["title"] = "a\0b" });

        (await house.Api.EndedAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Faulted");
        var odd = """{"specversion":"1.0","id":"b\u0000","source":"/tests","type":"briefing.requested"}""";
        (await house.Api.PostAsync("/v1/events", odd, "application/cloudevents+json")).ShouldBe(System.Net.HttpStatusCode.BadRequest);
        (await house.Api.PostAsync("/v1/runs", """{"workflow":"tests/odd-text","input":{"\udc00":1}}""")).ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Unreadable_messages_are_dead_lettered_with_their_reason_and_the_workers_live_on()
    {
        await using var link = await house.Broker.ConnectAsync();
        await using var channel = await link.CreateChannelAsync(new CreateChannelOptions(true, true));
        foreach (var queue in new[] { "agentbus.orchestrator", "agentbus.agent.routing" })
        {
            await SendAsync(channel, queue, "StartRun", "this is not JSON"u8.ToArray());
            await SendAsync(channel, queue, "NoSuchType", "{}"u8.ToArray());
            await SendAsync(channel, queue, "AttemptFinished", Encoding.UTF8.GetBytes($"\"{new string('x', 5_000_000)}\""));
        }

        foreach (var queue in new[] { "agentbus.orchestrator", "agentbus.agent.routing" })
        {
            var letters = await DeadLettersAsync(queue, 3);
            letters.Count.ShouldBe(3);
            letters.ShouldAllBe(letter => letter.GetProperty("reason").GetString() == "unreadable" && letter.GetProperty("error").GetString()!.Length > 10);
            letters.Select(letter => letter.GetProperty("bytes").GetInt64()).Order().ShouldBe([2, 16, 5_000_002]);
        }

        await house.Api.PutDefinitionAsync(Workflow.Replace("AGENT", "after-rubbish", StringComparison.Ordinal));
        await using var agent = await NodeAgent.StartAsync(house.Broker.Address, "after-rubbish");
        var run = await house.Api.StartAsync("tests/after-rubbish-text", new JsonObject { ["text"] = "still here" });
        (await house.Api.EndedAsync(run)).GetProperty("output").GetProperty("text").GetString().ShouldBe("STILL HERE");
    }

    private static async Task SendAsync(IChannel channel, string queue, string type, byte[] body)
    {
        var properties = new BasicProperties
        {
            MessageId = Guid.NewGuid().ToString(), ContentType = "application/json", Headers = new Dictionary<string, object?> { ["agentbus-type"] = type },
        };
        await channel.BasicPublishAsync(queue, "", true, properties, body);
    }

    /// <summary>The open dead letters of a queue, once there are as many.</summary>
    private async Task<List<JsonElement>> DeadLettersAsync(string queue, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            var letters = (await house.Api.GetAsync($"/v1/dead-letters?queue={queue}")).GetProperty("items").EnumerateArray().ToList();
            if (letters.Count >= count)
            {
                return letters;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }
}
