using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.TestKit.Processes;

namespace AgentBus.Standalone.Tests;

/// <summary>The all-in-one host as its own process, on SQLite and the in-memory transport.</summary>
public sealed class StandaloneJourneys : StandaloneTest
{
    [Fact]
    public async Task A_kill_in_the_middle_of_a_briefing_and_a_start_finish_it_and_repeat_no_finished_step()
    {
        var run = await KillAfterAsync("step.completed");

        await using var host = await StartAsync();
        using var api = ApiOf(host);
        var ended = await api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        var history = (await api.GetAsync($"/v1/runs/{run}/history?limit=500")).GetProperty("items").EnumerateArray().ToList();
        history.Where(e => Type(e) == "step.completed").GroupBy(e => e.GetProperty("step").GetString()).ShouldAllBe(g => g.Count() == 1);
        history.Where(e => Type(e) == "attempt.finished").GroupBy(e => e.GetProperty("step").GetString()).ShouldAllBe(g => g.Count() == 1);
        history.Count(e => Type(e) == "event.published").ShouldBe(1);
        Directory.GetFiles(Path.Combine(Data, "output")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_kill_right_after_the_answer_to_a_start_loses_no_run()
    {
        var run = await KillAfterAsync(null);

        await using var host = await StartAsync();
        using var api = ApiOf(host);

        (await api.EndedAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed");
    }

    [Fact]
    public async Task A_kill_while_a_run_waits_for_another_one_that_waits_for_an_event_misses_neither()
    {
        Guid run;
        await using (var first = await StartAsync())
        {
            using var api = ApiOf(first);
            await api.PutDefinitionAsync("""
                document: { dsl: '1.0.3', namespace: tests, name: hear, version: '1.0.0' }
                do: [ { hear: { listen: { to: { one: { with: { type: told } } } } } } ]
                """);
            await api.PutDefinitionAsync("""
                document: { dsl: '1.0.3', namespace: tests, name: ask, version: '1.0.0' }
                do: [ { ask: { run: { workflow: { namespace: tests, name: hear, version: latest } } } } ]
                """);
            run = await api.StartAsync("tests/ask", new JsonObject());
            await api.SeenAsync(run, "child.started");
            await api.SeenAsync((await api.GetAsync($"/v1/runs?parent={run}")).GetProperty("items")[0].GetProperty("id").GetGuid(), "step.started");
            await api.PublishAsync("""{"specversion":"1.0","id":"1","source":"/tests","type":"told","data":"all is well"}""");
            await first.KillAsync();
        }

        await using var host = await StartAsync();
        using var again = ApiOf(host);
        var ended = await again.EndedAsync(run);
        ended.GetProperty("output").GetRawText().ShouldBe("""["all is well"]""", ended.GetRawText());
    }

    [Fact]
    public async Task An_idle_host_needs_less_than_250_MB()
    {
        await using var host = await StartAsync();
        using var process = Process.GetProcessById(host.Id);

        (process.WorkingSet64 / 1024 / 1024).ShouldBeLessThan(250);
    }

    [Fact]
    public async Task A_second_host_on_the_sameData_folder_stops_with_one_line()
    {
        await using var first = await StartAsync();

        var (code, output) = await ServiceProcess.RunAsync("Standalone", new Dictionary<string, string>(), Limit, "run", "--data", Data);

        code.ShouldBe(1);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, output);
        output.ShouldContain("Another AgentBus host uses the data folder");
    }

    private async Task<Guid> KillAfterAsync(string? seen)
    {
        await using var host = await StartAsync();
        using var api = ApiOf(host);
        var sources = new JsonArray(Path.Combine(ServiceProcess.RepositoryRoot, "README.md"), Path.Combine(ServiceProcess.RepositoryRoot, "shared"));
        var run = await api.StartAsync("briefing", new JsonObject { ["topic"] = "how runs survive a crash", ["sources"] = sources });
        if (seen is not null)
        {
            await api.SeenAsync(run, seen);
        }

        await host.KillAsync();
        return run;
    }

    private static string Type(JsonElement entry) => entry.GetProperty("type").GetString()!;
}
