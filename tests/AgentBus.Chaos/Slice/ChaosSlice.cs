using AgentBus.Chaos.Running;
using AgentBus.Chaos.Scenarios;

namespace AgentBus.Chaos.Slice;

/// <summary>Each scenario scaled down; <c>make chaos</c> plays them whole.</summary>
public sealed class ChaosSlice
{
    private const double Scale = 0.04;
    private const int Seed = 7;

    public static TheoryData<string> Names() => [.. AllScenarios.List.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_lost_doubled_or_stuck(string name)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5), TimeProvider.System);

        var line = await Campaign.PlayAsync(AllScenarios.List.Single(scenario => scenario.Name == name), Seed, Scale, limit.Token);

        line.Outcome.Runs.ShouldBeGreaterThan(0, line.Outcome.Skipped);
        line.Outcome.Verdict.IsClean.ShouldBeTrue(string.Join('\n', line.Outcome.Verdict.Words));
    }
}
