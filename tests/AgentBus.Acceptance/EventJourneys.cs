using System.Net;
using System.Text.Json.Nodes;

namespace AgentBus.Acceptance;

/// <summary>Runs that wait for events, run other workflows, and are started by the clock.</summary>
public sealed class EventJourneys(EmptyHouse house) : IClassFixture<EmptyHouse>
{
    [Fact]
    public async Task A_run_waits_for_another_run_that_waits_for_its_event_which_counts_once()
    {
        await PutAsync("await-payment", """
            - paid:
                listen:
                  to:
                    all:
                      - with: { type: order.paid, data: '${ .part == 1 }' }
                        correlate: { order: { from: .data.order, expect: '${ $workflow.input.order }' } }
                      - with: { type: order.paid }
                        correlate: { order: { from: .data.order, expect: '${ $workflow.input.order }' } }
            - total: { set: { total: '${ map(.amount) | add }' } }
            """);
        await PutAsync("order", """
            - payment: { run: { workflow: { namespace: events, name: await-payment, version: latest, input: { order: '${ .order }' } } } }
            - done: { set: { order: '${ $workflow.input.order }', total: '${ .total }' } }
            """);
        var run = await house.Api.StartAsync("events/order", new JsonObject { ["order"] = 7 });
        await house.Api.SeenAsync(run, "child.started");
        var child = (await house.Api.GetAsync($"/v1/runs?parent={run}")).GetProperty("items").EnumerateArray().Single();
        child.GetProperty("parent").GetProperty("step").GetString().ShouldBe("/do/0/payment#1");
        var id = child.GetProperty("id").GetGuid();
        await house.Api.SeenAsync(id, "step.started");

        (await house.Api.PostAsync($"/v1/runs/{id}/events", Event("order.shipped", "s", 7, 1, 1), "application/cloudevents+json")).ShouldBe(HttpStatusCode.Conflict);
        await house.Api.PublishAsync(Event("order.paid", "a", 8, 1, 100));
        await house.Api.PublishAsync(Event("order.paid", "b", 7, 1, 20));
        await house.Api.SeenAsync(id, "event.consumed");
        await house.Api.PublishAsync(Event("order.paid", "b", 7, 1, 20));
        (await house.Api.PostAsync($"/v1/runs/{id}/events", Event("order.paid", "b", 7, 1, 20), "application/cloudevents+json")).ShouldBe(HttpStatusCode.Accepted);
        // The repetition of b may be dropped before it reaches the run; another order's payment is told as ignored in any case.
        (await house.Api.PostAsync($"/v1/runs/{id}/events", Event("order.paid", "d", 8, 1, 5), "application/cloudevents+json")).ShouldBe(HttpStatusCode.Accepted);
        await house.Api.SeenAsync(id, "event.ignored");
        (await house.Api.PostAsync($"/v1/runs/{id}/events", Event("order.paid", "c", 7, 2, 3), "application/cloudevents+json")).ShouldBe(HttpStatusCode.Accepted);

        var ended = await house.Api.EndedAsync(run);
        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        ended.GetProperty("output").GetRawText().ShouldBe("""{"order":7,"total":23}""");
        (await TypesAsync(id)).Count(type => type == "event.consumed").ShouldBe(2);
    }

    [Fact]
    public async Task An_event_and_an_end_while_the_orchestrator_is_dead_are_not_missed()
    {
        await PutAsync("hear", "- hear: { listen: { to: { one: { with: { type: kill.survived } } } } }");
        await PutAsync("hear-twice", """
            - both:
                fork:
                  branches:
                    - child: { run: { workflow: { namespace: events, name: hear, version: '1.0.0' } } }
                    - self: { listen: { to: { one: { with: { type: kill.survived } } } } }
            """);
        var run = await house.Api.StartAsync("events/hear-twice", new JsonObject());
        await house.Api.SeenAsync(run, "child.started");
        var child = (await house.Api.GetAsync($"/v1/runs?parent={run}")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await house.Api.SeenAsync(child, "step.started");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        await house.KillAsync("Orchestrator");
        await house.Api.PublishAsync(Event("kill.survived", "1", 1, 1, 5));
        await house.StartAsync("Orchestrator", limit.Token);

        var ended = await house.Api.EndedAsync(run);
        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        ended.GetProperty("output").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_schedule_starts_one_run_for_each_time_and_shows_the_next()
    {
        await PutAsync("tick", "- tock: { set: { at: '${ now }' } }", "schedule: { every: PT1S }\n");
        var due = (await house.Api.GetAsync("/v1/definitions")).GetProperty("items").EnumerateArray().Single(d => d.GetProperty("name").GetString() == "tick");
        due.GetProperty("nextDue").GetDateTimeOffset().ShouldBeGreaterThan(due.GetProperty("createdAt").GetDateTimeOffset());

        // The first starts are waited for by the list alone: it is the run nobody asked for that is looked for.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        List<string> started = [];
        while (started.Count < 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
            started = [.. (await house.Api.GetAsync("/v1/runs?workflow=events/tick")).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("startedBy").GetString()!)];
        }

        started.ShouldBeUnique();
        started.ShouldAllBe(by => by.StartsWith("schedule ", StringComparison.Ordinal));
        await house.Api.PutDefinitionAsync(Definition("tick", "- tock: { set: { at: 0 } }", "", "2.0.0"));
        (await house.Api.GetAsync("/v1/definitions")).GetProperty("items").EnumerateArray().Where(d => d.TryGetProperty("nextDue", out _)).ShouldBeEmpty();
    }

    private Task PutAsync(string name, string tasks, string head = "") => house.Api.PutDefinitionAsync(Definition(name, tasks, head, "1.0.0"));

    private static string Definition(string name, string tasks, string head, string version) =>
        $"document: {{ dsl: '1.0.3', namespace: events, name: {name}, version: '{version}' }}\n{head}do:\n{tasks}\n";

    private static string Event(string type, string id, int order, int part, int amount) => new JsonObject
    {
        ["specversion"] = "1.0", ["id"] = id, ["source"] = "/shop", ["type"] = type,
        ["data"] = new JsonObject { ["order"] = order, ["part"] = part, ["amount"] = amount },
    }.ToJsonString();

    private async Task<List<string>> TypesAsync(Guid run) =>
        [.. (await house.Api.GetAsync($"/v1/runs/{run}/history?limit=500")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString()!)];
}
