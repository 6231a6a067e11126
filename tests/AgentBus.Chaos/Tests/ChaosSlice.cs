using AgentBus.Chaos.Running;
using AgentBus.Chaos.Scenarios;

namespace AgentBus.Chaos.Tests;

/// <summary>Those scenarios that need no servers of their own, scaled down to about a minute each; <c>make chaos</c> plays all of them whole.</summary>
public sealed class ChaosSlice
{
    private const double Scale = 0.04;
    private const int Seed = 7;

    [Theory]
    [InlineData("crash-points")]
    [InlineData("disorder")]
    [InlineData("rolling-upgrade")]
    public async Task Nothing_is_lost_doubled_or_stuck(string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10), TimeProvider.System);

        var line = await Campaign.PlayAsync(AllScenarios.List.Single(scenario => scenario.Name == name), Seed, Scale, limit.Token);

        line.Outcome.Runs.ShouldBeGreaterThan(0, line.Outcome.Skipped);
        line.Outcome.Verdict.IsClean.ShouldBeTrue(string.Join('\n', line.Outcome.Verdict.Words));
    }
}
