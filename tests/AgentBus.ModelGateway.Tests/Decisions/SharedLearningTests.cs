using System.Net.Http.Json;
using System.Text.Json;
using AgentBus.Models.Decisions;
using AgentBus.TestKit.Postgres;
using AgentBus.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentBus.ModelGateway.Tests.Decisions;

/// <summary>Gateways on one store: each learns from the outcomes of all calls, in one order.</summary>
public sealed class SharedLearningTests(PostgresFixture store) : IClassFixture<PostgresFixture>
{
    private const int CallsEach = 30;
    private static readonly string[] Prompts = ["Add 17 and 4.", "Who wrote Faust?", "Is 91 a prime number? Say why.", "Name three rivers of Peru."];

    private Dictionary<string, string?> Settings => new()
    {
        ["Store:Provider"] = "postgres",
        ["Store:ConnectionString"] = store.ConnectionString,
        ["Models:Policy"] = "learned",
        ["Models:Providers:sim:Kind"] = "Simulated",
        ["Models:Providers:sim:Simulated:Latency"] = "00:00:00",
        ["Models:Models:a:Provider"] = "sim",
        ["Models:Models:b:Provider"] = "sim",
    };

    [Fact]
    public async Task Two_gateways_and_one_that_starts_later_come_to_equal_weights()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        (await ServiceProcess.RunAsync("ModelGateway", Settings.ToDictionary(s => s.Key.Replace(":", "__"), s => s.Value!), limit.Token, "setup")).ExitCode.ShouldBe(0);
        await using var first = await GatewayHost.StartAsync(Settings);
        await using var second = await GatewayHost.StartAsync(Settings);

        await Task.WhenAll(CallAsync(first, second, limit.Token), CallAsync(second, first, limit.Token));
        await using var third = await GatewayHost.StartAsync(Settings);
        GatewayHost[] all = [first, second, third];
        await Task.WhenAll(all.Select(gateway => LearnedAsync(gateway, 2 * CallsEach, limit.Token)));

        var weights = all.Select(gateway => Convert.ToHexString(gateway.Services.GetRequiredService<IOutcomeFold>().Save())).ToList();
        weights.Distinct().Count().ShouldBe(1, "the same outcomes in the same order, bit for bit");
        all.Select(gateway => gateway.Services.GetRequiredService<AgentBus.Models.Routing.IQualityModel>().Version).Distinct().ShouldBe([$"quality-2@{2 * CallsEach}"]);
    }

    /// <summary>Calls one gateway, and tells the other what the answers were worth.</summary>
    private static async Task CallAsync(GatewayHost gateway, GatewayHost other, CancellationToken cancellationToken)
    {
        for (var call = 0; call < CallsEach; call++)
        {
            var asked = new { model = "auto", messages = new[] { new { role = "user", content = Prompts[call % Prompts.Length] } }, metadata = new { agentbus_may_explore = "true", agentbus_step_type = $"kind{call % 3}" } };
            using var answer = await gateway.Http.PostAsJsonAsync("/v1/chat/completions", asked, cancellationToken);
            var route = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("agentbus");
            await KnownAsync(other, route.GetProperty("decision").GetGuid(), cancellationToken);
            using var told = await other.Http.PostAsJsonAsync("/v1/feedback", new { decision = route.GetProperty("decision").GetString(), accepted = route.GetProperty("model").GetString() == "a" || call % 4 == 0 }, cancellationToken);
            told.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Decisions are written beside their calls; the other gateway knows one a moment later.</summary>
    private static async Task KnownAsync(GatewayHost gateway, Guid decision, CancellationToken cancellationToken)
    {
        while (await gateway.Services.GetRequiredService<IDecisionLog>().FindAsync(decision, cancellationToken) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task LearnedAsync(GatewayHost gateway, long credits, CancellationToken cancellationToken)
    {
        var folder = gateway.Services.GetServices<IHostedService>().OfType<OutcomeFolder>().Single();
        while (folder.Position < credits)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }
}
