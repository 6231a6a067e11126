using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Contracts;

namespace AgentBus.Acceptance;

/// <summary>Operators have runs pause, go on, do things again and do without them, while processes are killed.</summary>
public sealed class ControlJourneys(EmptyHouse house) : IClassFixture<EmptyHouse>
{
    [Fact]
    public async Task A_run_paused_under_load_survives_a_kill_and_does_each_thing_once()
    {
        await PutAsync("crowd", """
            - all:
                for: { each: n, in: '${ [range(12)] }' }
                metadata: { agentbus: { maxConcurrency: 4 } }
                do: [ { work: { call: agent, with: { agent: crowd-worker, input: '${ $n }' } } } ]
            - sum: { set: { sum: '${ add }' } }
            """);
        await using var agent = await HandAgent.OpenAsync(house.Broker, "crowd-worker");
        var run = await house.Api.StartAsync("control/crowd", new JsonObject());
        List<DispatchAttempt> inFlight = [await agent.NextAsync(), await agent.NextAsync(), await agent.NextAsync(), await agent.NextAsync()];
        await agent.DoneAsync(inFlight[0], $"{inFlight[0].Input}");
        inFlight[0] = await agent.NextAsync();

        await AskAsync(run, "pause");
        await house.Api.SeenAsync(run, "run.paused");
        await Task.WhenAll(inFlight.Select(attempt => agent.DoneAsync(attempt, $"{attempt.Input}")));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        await house.KillAndStartAsync("Orchestrator", limit.Token);
        await house.Api.SeenAsync(run, "event.kept", 4);
        (await StateAsync(run)).ShouldBe("Paused");
        (await TypesAsync(run)).Count(type => type == "attempt.dispatched").ShouldBe(5, "a paused run sends nothing");
        (await house.Api.PostAsync($"/v1/runs/{run}/pause", "{}")).ShouldBe(HttpStatusCode.Conflict);

        await AskAsync(run, "resume");
        for (var left = 7; left > 0; left--)
        {
            var attempt = await agent.NextAsync();
            await agent.DoneAsync(attempt, $"{attempt.Input}");
        }

        (await CompletedAsync(run)).GetRawText().ShouldBe("""{"sum":66}""");
        agent.Keys.Count.ShouldBe(12, "nothing is done twice");
        (await TypesAsync(run)).Count(type => type == "step.completed").ShouldBe(14);
    }

    [Fact]
    public async Task A_failed_run_that_is_retried_keeps_what_completed()
    {
        await PutAsync("pay", """
            - book: { call: agent, with: { agent: booker } }
            - pay: { call: agent, with: { agent: payer, input: '${ . }' } }
            """);
        await using var booker = await HandAgent.OpenAsync(house.Broker, "booker");
        await using var payer = await HandAgent.OpenAsync(house.Broker, "payer");
        var run = await house.Api.StartAsync("control/pay", new JsonObject());
        await booker.DoneAsync(await booker.NextAsync(), "7");
        await payer.FailAsync(await payer.NextAsync());
        (await house.Api.EndedAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Faulted");

        await AskAsync(run, "retry", """{"reason":"the bank is back"}""");
        var again = await payer.NextAsync();
        again.Input.GetInt32().ShouldBe(7);
        await payer.DoneAsync(again, "8");

        (await CompletedAsync(run)).GetInt32().ShouldBe(8);
        booker.Keys.Count.ShouldBe(1);
        payer.Keys.Count.ShouldBe(2, "a new visit has a new key");
    }

    [Fact]
    public async Task A_cancelled_run_is_restarted_from_a_task_and_the_cancel_that_comes_again_does_nothing()
    {
        await PutAsync("draft", """
            - read: { call: agent, with: { agent: reader } }
            - write: { call: agent, with: { agent: writer, input: '${ . }' } }
            """);
        await using var reader = await HandAgent.OpenAsync(house.Broker, "reader");
        await using var writer = await HandAgent.OpenAsync(house.Broker, "writer");
        var run = await house.Api.StartAsync("control/draft", new JsonObject());
        await reader.DoneAsync(await reader.NextAsync(), "\"notes\"");
        var first = await writer.NextAsync();
        var cancel = JsonSerializer.SerializeToUtf8Bytes(new CancelRun(first.Tenant, run, Guid.NewGuid(), "ops"), ContractsJson.Default.CancelRun);
        await writer.SendAsync(nameof(CancelRun), cancel);
        (await house.Api.EndedAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Cancelled");

        await AskAsync(run, "restart", """{"from":"/do/1/write"}""");
        var second = await writer.NextAsync();
        second.Input.GetString().ShouldBe("notes");
        second.IdempotencyKey.ShouldNotBe(first.IdempotencyKey);
        await writer.SendAsync(nameof(CancelRun), cancel);
        await writer.DoneAsync(first, "\"too late\"");
        await writer.DoneAsync(second, "\"text\"");

        (await CompletedAsync(run)).GetString().ShouldBe("text");
        reader.Keys.Count.ShouldBe(1);
        (await TypesAsync(run)).Count(type => type == "run.cancelling").ShouldBe(1);
    }

    [Fact]
    public async Task Parked_steps_are_completed_by_hand_and_skipped()
    {
        await PutAsync("parked", """
            - one: { call: agent, with: { agent: parker }, metadata: { agentbus: { onExhausted: pause } } }
            - two: { call: agent, with: { agent: parker }, metadata: { agentbus: { onExhausted: pause } } }
            - three: { set: { got: '${ . }' } }
            """);
        await using var agent = await HandAgent.OpenAsync(house.Broker, "parker");
        var run = await house.Api.StartAsync("control/parked", new JsonObject());
        await agent.FailAsync(await agent.NextAsync());
        await house.Api.SeenAsync(run, "agents.exhausted");
        await AskAsync(run, $"steps/{Uri.EscapeDataString("/do/0/one#1")}/complete", """{"output":{"by":"hand"},"reason":"done on paper"}""");

        await agent.FailAsync(await agent.NextAsync());
        await house.Api.SeenAsync(run, "agents.exhausted", 2);
        await AskAsync(run, $"steps/{Uri.EscapeDataString("/do/1/two#1")}/skip");

        (await CompletedAsync(run)).GetRawText().ShouldBe("""{"got":{"by":"hand"}}""");
        var types = await TypesAsync(run);
        types.ShouldContain("step.completedByHand");
        types.ShouldContain("step.skippedByHand");
    }

    [Fact]
    public async Task A_run_held_by_a_message_that_was_given_up_goes_on_when_it_is_replayed()
    {
        await PutAsync("held", "- work: { call: agent, with: { agent: holder } }");
        await using var agent = await HandAgent.OpenAsync(house.Broker, "holder");
        var run = await house.Api.StartAsync("control/held", new JsonObject());
        var attempt = await agent.NextAsync();
        await house.Store.ExecuteAsync($"""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the archive is closed' using errcode = 'check_violation'; end $$;
            create trigger refuse before insert on history for each row when (new.run = '{run}') execute function refuse();
            """);
        await agent.DoneAsync(attempt, "7");

        var held = await HeldAsync(run);
        held.GetProperty("reason").GetString()!.ShouldContain("the archive is closed");
        var letter = (await house.Api.GetAsync($"/v1/dead-letters?run={run}")).GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetGuid();
        await house.Store.ExecuteAsync("drop trigger refuse on history; drop function refuse");
        (await house.Api.PostAsync($"/v1/dead-letters/{letter}/replay", "{}")).ShouldBe(HttpStatusCode.Accepted);

        (await CompletedAsync(run)).GetInt32().ShouldBe(7);
        (await house.Api.GetAsync($"/v1/dead-letters?run={run}")).GetProperty("items").GetArrayLength().ShouldBe(0, "it is not open any more");
    }

    /// <summary>What <c>agentbus stuck</c> says once a dead letter holds the run.</summary>
    private async Task<JsonElement> HeldAsync(Guid run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (true)
        {
            var why = (await house.Api.RunAsync(run)).GetProperty("waitingFor").EnumerateArray().FirstOrDefault(reason => reason.GetProperty("kind").GetString() == "deadLetter");
            if (why.ValueKind == JsonValueKind.Object)
            {
                var stuck = (await house.Api.GetAsync("/v1/runs/stuck")).GetProperty("items").EnumerateArray();
                stuck.ShouldContain(one => one.GetProperty("id").GetGuid() == run);
                return why;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    private Task PutAsync(string name, string tasks) =>
        house.Api.PutDefinitionAsync($"document: {{ dsl: '1.0.3', namespace: control, name: {name}, version: '1.0.0' }}\ndo:\n{tasks}\n");

    private async Task AskAsync(Guid run, string command, string body = "{}") =>
        (await house.Api.PostAsync($"/v1/runs/{run}/{command}", body)).ShouldBe(HttpStatusCode.Accepted);

    private async Task<string?> StateAsync(Guid run) => (await house.Api.RunAsync(run)).GetProperty("run").GetProperty("state").GetString();

    private async Task<JsonElement> CompletedAsync(Guid run)
    {
        var ended = await house.Api.EndedAsync(run);
        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        return ended.GetProperty("output");
    }

    private async Task<List<string>> TypesAsync(Guid run) =>
        [.. (await house.Api.GetAsync($"/v1/runs/{run}/history?limit=500")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString()!)];
}
