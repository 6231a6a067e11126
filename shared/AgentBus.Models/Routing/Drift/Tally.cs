using System.Runtime.InteropServices;

namespace AgentBus.Models.Routing.Drift;

/// <summary>Outcomes counted.</summary>
/// <param name="Count">How many.</param>
/// <param name="Successes">Their sum; an outcome is 0 to 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tally(double Count, double Successes)
{
    public Tally Add(double outcome, double weight) => new(Count + weight, Successes + (weight * outcome));

    public Tally Less(Tally other) => new(Count - other.Count, Successes - other.Successes);

    public Tally Plus(Tally other) => new(Count + other.Count, Successes + other.Successes);

    public void Write(BinaryWriter to)
    {
        to.Write(Count);
        to.Write(Successes);
    }

    public static Tally Read(BinaryReader from) => new(from.ReadDouble(), from.ReadDouble());

    /// <summary>The mean of these outcomes and of imagined ones of a prior rate.</summary>
    /// <param name="prior">The rate before anything was seen.</param>
    /// <param name="strength">How many outcomes it counts as.</param>
    public double Shrunk(double prior, double strength) => (Successes + (prior * strength)) / (Count + strength);
}
