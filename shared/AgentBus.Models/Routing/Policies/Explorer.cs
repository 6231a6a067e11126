using System.Runtime.InteropServices;

namespace AgentBus.Models.Routing.Policies;

/// <summary>Epsilon-greedy with exact propensities: a share of the calls goes to any candidate alike, the preferred one included.</summary>
/// <param name="count">How many candidates there are.</param>
/// <param name="share">Share of calls that explore, 0 to 1; 0 with one candidate changes nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Explorer(int count, double share)
{
    /// <summary>Probability with which a candidate is chosen; over all candidates these sum to 1.</summary>
    public double Propensity(bool isPreferred) => (share / count) + (isPreferred ? 1 - share : 0);

    /// <summary>The candidate of a call.</summary>
    /// <param name="preferred">Index of the preferred one.</param>
    /// <param name="draw">Uniform in [0, 1).</param>
    public int Draw(int preferred, double draw) => draw < share ? Math.Min(count - 1, (int)(draw / share * count)) : preferred;
}
