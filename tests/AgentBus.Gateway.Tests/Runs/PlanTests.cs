using System.Net;
using AgentBus.Gateway.Tests.Support;

namespace AgentBus.Gateway.Tests.Runs;

public sealed class PlanTests(GatewayHost host) : IClassFixture<GatewayHost>, IAsyncLifetime
{
    private const string First = """{"do":[{"read":{"call":"agent","with":{"agent":"reader"}}},{"check":{"call":"agent","with":{"agent":"checker"}}}]}""";
    private const string Second = """{"do":[{"read":{"call":"agent","with":{"agent":"other"}}}]}""";
    private readonly HttpClient _client = host.Admin;

    public Task InitializeAsync() => Samples.PutReadingAsync(_client, "planned");

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Plans_come_oldest_first_each_with_its_run_and_what_it_changed()
    {
        var run = await Samples.StartAsync(_client, "planned");
        var script = new RunScript(host, "default", run);
        var child = Guid.NewGuid();
        await script.PlanAsync("/do/0/a#1", 1, First, child);
        await script.PlanAsync("/do/1/b#1", 1, Second);
        await script.PlanAsync("/do/0/a#1", 2, Second);

        var plans = (await (await _client.GetAsync($"/v1/runs/{run}/plans")).JsonAsync()).GetProperty("items").EnumerateArray().ToList();
        plans.Select(plan => (plan.Text("step"), plan.GetProperty("number").GetInt32())).ShouldBe([("/do/0/a#1", 1), ("/do/1/b#1", 1), ("/do/0/a#1", 2)]);
        plans[0].GetProperty("plan").GetRawText().ShouldBe(First);
        plans[0].GetProperty("run").GetGuid().ShouldBe(child);
        plans[0].TryGetProperty("changes", out _).ShouldBeFalse();
        plans[1].TryGetProperty("run", out _).ShouldBeFalse("it waits for approval");
        plans[1].TryGetProperty("changes", out _).ShouldBeFalse("it is the first of its step");
        plans[2].GetProperty("changes").EnumerateArray().Select(change => change.Text("change")).ShouldBe(["removed", "changed"], ignoreOrder: true);

        var one = await (await _client.GetAsync($"/v1/runs/{run}/plans?step={Uri.EscapeDataString("/do/1/b#1")}")).JsonAsync();
        one.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_run_without_plans_has_none_and_another_tenant_s_run_is_404()
    {
        var run = await Samples.StartAsync(_client, "planned");
        (await (await _client.GetAsync($"/v1/runs/{run}/plans")).JsonAsync()).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await (await host.ClientAsync("elsewhere", "admin")).GetAsync($"/v1/runs/{run}/plans")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await host.ClientAsync("default", "viewer")).GetAsync($"/v1/runs/{run}/plans")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
