using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AgentBus.TestKit.Http;
using AgentBus.TestKit.Processes;

namespace AgentBus.Acceptance;

/// <summary>Processes that are told to stop, as by a deploy, while they work.</summary>
public sealed class StopJourneys(EmptyHouse house) : IClassFixture<EmptyHouse>
{
    private const string Definition = """
        document: { dsl: '1.0.3', namespace: stops, name: many, version: '1.0.0' }
        do:
          - all:
              for: { each: n, in: '${ [range(40)] }' }
              metadata: { agentbus: { maxConcurrency: 16 } }
              do: [ { undo: { call: agent, with: { agent: execution, input: { undo: true, file: none.md } } } } ]
        """;

    private static readonly TimeSpan GivenTime = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_worker_ends_with_0_and_no_attempt_of_it_is_lost_or_done_twice()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        using var api = Api();
        await api.PutDefinitionAsync(Definition);
        await house.StartAsync("Agents.Execution", limit.Token);
        var run = await api.StartAsync("stops/many", new JsonObject());
        await api.SeenAsync(run, "attempt.finished", 10);

        await EndsAsync(house.Service("Agents.Execution"), limit.Token);
        await house.StartAsync("Agents.Execution", limit.Token);

        (await api.EndedAsync(run)).GetProperty("run").GetProperty("state").GetString().ShouldBe("Completed");
        var history = (await api.GetAsync($"/v1/runs/{run}/history?limit=500")).GetProperty("items").EnumerateArray().ToList();
        history.Count(entry => entry.GetProperty("type").GetString() == "attempt.finished").ShouldBe(40);
    }

    [Fact]
    public async Task A_gateway_ends_with_0_though_somebody_follows_a_run_and_what_it_took_goes_on()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        using var before = Api();
        await before.PutDefinitionAsync(Definition.Replace("agent: execution", "agent: late", StringComparison.Ordinal).Replace("many", "late", StringComparison.Ordinal));
        var run = await before.StartAsync("stops/late", new JsonObject());
        var gateway = house.Service("Gateway");
        using var follower = new HttpClient { BaseAddress = gateway.Address };
        follower.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key.Trim());
        await using var events = await follower.GetStreamAsync(new Uri($"/v1/runs/{run}/events", UriKind.Relative), limit.Token);

        await EndsAsync(gateway, limit.Token);
        await house.StartAsync("Gateway", limit.Token);

        using var after = Api();
        await after.SeenAsync(run, "attempt.dispatched", 16);
    }

    private string Key => File.ReadAllText(Path.Combine(house.Folder, "admin.key"));

    /// <summary>Of the gateway that runs now.</summary>
    private Api Api() => new(house.Service("Gateway").Address, Key);

    private static async Task EndsAsync(ServiceProcess process, CancellationToken cancellationToken)
    {
        var asked = TimeProvider.System.GetTimestamp();
        await process.StopAsync(cancellationToken);

        process.ExitCode.ShouldBe(0, process.Output);
        TimeProvider.System.GetElapsedTime(asked).ShouldBeLessThan(GivenTime);
        await process.DisposeAsync();
    }
}
