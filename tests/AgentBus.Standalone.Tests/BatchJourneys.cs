using System.Text.Json.Nodes;

namespace AgentBus.Standalone.Tests;

/// <summary>A step that has hours leaves its model call to a batch and waits for it without a worker.</summary>
public sealed class BatchJourneys : StandaloneTest
{
    [Fact]
    public async Task A_step_with_a_far_deadline_is_parked_until_its_batch_has_the_answer_and_counts_one_attempt()
    {
        await using var host = await StartAsync(new Dictionary<string, string> { ["Models__Defer__From"] = "01:00:00", ["Models__Defer__Poll"] = "00:00:01" });
        using var api = ApiOf(host);
        await api.PutDefinitionAsync("""
            document: { dsl: '1.0.3', namespace: tests, name: patient, version: '1.0.0' }
            timeout: { after: { hours: 6 } }
            do: [ { check: { call: agent, with: { agent: validation, input: '${ . }' } } } ]
            """);
        var pairs = new JsonArray(new JsonObject
        {
            ["id"] = "1", ["claim"] = "A retry that failed three times ends in the dead-letter queue.", ["passage"] = "After three failed retries the broker moves a message to the queue of dead letters.",
        });

        var run = await api.StartAsync("tests/patient", new JsonObject { ["pairs"] = pairs });
        var ended = await api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        var history = (await api.GetAsync($"/v1/runs/{run}/history?limit=100")).GetRawText();
        history.ShouldContain("counts no attempt");
        history.ShouldContain("deferred");
        var batch = (await api.GetAsync("/v1/batches")).GetProperty("data")[0];
        batch.GetProperty("status").GetString().ShouldBe("completed");
    }
}
