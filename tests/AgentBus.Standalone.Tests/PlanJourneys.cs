using System.Text.Json.Nodes;
using AgentBus.TestKit.Processes;

namespace AgentBus.Standalone.Tests;

/// <summary>The shipped definition that plans, in the all-in-one host with the shipped agents and no model key.</summary>
public sealed class PlanJourneys : StandaloneTest
{
    [Fact]
    public async Task A_briefing_is_planned_run_and_shown_with_its_plan()
    {
        await using var host = await StartAsync();
        using var api = ApiOf(host);
        var run = await api.StartAsync("plan-briefing", new JsonObject
        {
            ["topic"] = "how runs survive a crash", ["sources"] = new JsonArray(Path.Combine(ServiceProcess.RepositoryRoot, "docs")),
        });
        var ended = await api.EndedAsync(run);

        ended.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed", ended.GetRawText());
        var output = ended.GetProperty("output");
        File.Exists(output.GetProperty("file").GetString()).ShouldBeTrue();
        output.GetProperty("citations").GetArrayLength().ShouldBeGreaterThan(0);
        output.GetProperty("validation").GetProperty("checked").GetInt32().ShouldBeGreaterThan(0);

        var plan = (await api.GetAsync($"/v1/runs/{run}/plans")).GetProperty("items").EnumerateArray().ToList().ShouldHaveSingleItem();
        plan.GetProperty("number").GetInt32().ShouldBe(1);
        plan.GetProperty("plan").GetProperty("do").EnumerateArray().Select(task => task.EnumerateObject().Single().Name)
            .ShouldBe(["read", "draft", "check", "write"]);
        var planned = await api.RunAsync(plan.GetProperty("run").GetGuid());
        planned.GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed");
        planned.GetProperty("run").GetProperty("parent").GetProperty("run").GetGuid().ShouldBe(run);
    }
}
