using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;

namespace AgentBus.Chaos.Running;

/// <summary>What a scenario came to.</summary>
/// <param name="Runs">Runs started.</param>
/// <param name="Kills">Processes ended by SIGKILL, or faults of another kind that the scenario made.</param>
/// <param name="Verdict">What was found after it.</param>
/// <param name="Details">Numbers of its own, such as kills by crash point.</param>
/// <param name="Skipped">Why it could not be run on this machine; null = it was run.</param>
internal sealed record Outcome(int Runs, int Kills, Verdict Verdict, IReadOnlyDictionary<string, double> Details, string? Skipped = null)
{
    /// <summary>Of a house that was looked at.</summary>
    public static Outcome Of(House house, Verdict verdict, IReadOnlyDictionary<string, double>? details = null, int faults = 0) =>
        new(house.Ledger.Runs.Count, house.Kills + faults, verdict, new Dictionary<string, double>(details ?? new Dictionary<string, double>())
        {
            ["givenUpByTheBroker"] = verdict.GivenUp,
            ["requestsToTheWorld"] = house.World.Requests,
            ["effects"] = house.World.Effects.Count(),
        });
}
