using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AgentBus.TestKit.Http;

namespace AgentBus.Standalone.Tests;

/// <summary>The all-in-one host is told to stop while runs start and work.</summary>
public sealed class StopJourneys : StandaloneTest
{
    private const int BeforeTheStop = 20;

    private const string Definition = """
        document: { dsl: '1.0.3', namespace: tests, name: routes, version: '1.0.0' }
        do:
          - first: { call: agent, with: { agent: routing, input: { topic: how runs end, sources: [docs] } } }
          - both:
              fork:
                branches:
                  - left: { call: agent, with: { agent: routing, input: { topic: how runs end, sources: [docs] } } }
                  - right: { call: agent, with: { agent: routing, input: { topic: how runs end, sources: [docs] } } }
        """;

    [Fact]
    public async Task It_ends_in_time_with_0_and_the_next_one_finishes_every_run_whose_start_was_answered()
    {
        var runs = new ConcurrentBag<Guid>();
        await using (var first = await StartAsync())
        {
            using var api = ApiOf(first);
            await api.PutDefinitionAsync(Definition);
            var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var clients = Enumerable.Range(0, 2).Select(_ => StartRunsAsync(api, runs, busy)).ToList();
            await busy.Task.WaitAsync(Limit);

            var asked = TimeProvider.System.GetTimestamp();
            await first.StopAsync(Limit);

            first.ExitCode.ShouldBe(0, first.Output);
            TimeProvider.System.GetElapsedTime(asked).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.WhenAll(clients);
        }

        await using var second = await StartAsync();
        using var again = ApiOf(second);
        foreach (var run in runs)
        {
            (await again.EndedAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed");
            var done = (await again.GetAsync($"/v1/runs/{run}/history?limit=500")).GetProperty("items").EnumerateArray()
                .Where(entry => entry.GetProperty("type").GetString() == "attempt.finished").Select(entry => entry.GetProperty("step").GetString()).ToList();
            (done.Count, done.Distinct().Count()).ShouldBe((3, 3));
        }
    }

    /// <summary>Starts one run after another, until the host takes no more connections.</summary>
    private static async Task StartRunsAsync(Api api, ConcurrentBag<Guid> runs, TaskCompletionSource busy)
    {
        try
        {
            while (true)
            {
                runs.Add(await api.StartAsync("tests/routes", new JsonObject()));
                if (runs.Count >= BeforeTheStop)
                {
                    busy.TrySetResult();
                }
            }
        }
        catch (HttpRequestException)
        {
            // It stopped; a start without an answer may or may not be there.
        }
    }
}
