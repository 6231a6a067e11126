using System.Diagnostics;
using AgentBus.Chaos.Houses;
using AgentBus.Chaos.Inspection;
using AgentBus.Chaos.Load;

namespace AgentBus.Chaos.Running;

/// <summary>What a scenario is run with.</summary>
/// <param name="Seed">Load, kills and the world's moods follow from it (the order of what happens at the same time does not).</param>
/// <param name="Scale">1 = the whole scenario.</param>
internal sealed record ScenarioContext(string Scenario, int Seed, double Scale)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Dice for one purpose, the same for the same seed whatever other dice do.</summary>
    public Random Dice(string purpose) => new(SeedOf(purpose));

    /// <summary>A number of runs or kills at this scale, at least <paramref name="atLeast"/>.</summary>
    public int Scaled(int whole, int atLeast = 1) => Math.Max(atLeast, (int)(whole * Scale));

    public Task<House> OpenHouseAsync(HousePlan plan, CancellationToken cancellationToken) => House.OpenAsync(plan, SeedOf("world"), cancellationToken);

    /// <summary>The cases of a load of this scenario.</summary>
    public IReadOnlyList<LoadCase> Deal(LoadMix mix, int runs, string prefix = "c") => [.. mix.Deal(runs, SeedOf($"load {prefix}"), prefix)];

    /// <summary>Looks at the house when all is quiet; where something is wrong, what tells why is kept under <c>artifacts/chaos</c>.</summary>
    public async Task<Verdict> InspectAsync(House house, TimeSpan patience, CancellationToken cancellationToken)
    {
        Say("waiting for quiescence");
        var verdict = await Inspector.InspectAsync(house, patience, cancellationToken);
        foreach (var words in house.Residents.SelectMany(resident => resident.LastWords).Take(5))
        {
            Say(words);
        }

        if (!verdict.IsClean)
        {
            var folder = Path.Combine(ArtifactFolder.Path, "chaos", Scenario);
            await Evidence.KeepAsync(house, verdict, folder, cancellationToken);
            Say($"not clean; what was found is in {folder}");
        }

        return verdict;
    }

    /// <summary>A line of progress.</summary>
    public void Say(string text) => Console.WriteLine($"  {_clock.Elapsed:mm\\:ss} {Scenario}: {text}");

    // FNV-1a: string.GetHashCode differs from process to process.
    private int SeedOf(string purpose) => (int)(purpose.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u) ^ (uint)Seed);
}
