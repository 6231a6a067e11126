using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>The share of strong calls of the cold start passes beside the share asked for.</summary>
internal sealed class PacingBar(RoutingData data) : IBar
{
    public string Id => "R7";

    public Figure Measure() => Figure.AtMost(
        "largest error of the share of strong calls, .1 to .9, in points",
        Averages.Online(data.Both, RoutingData.Settings).Max(pass => pass.LargestShareError) * 100, 0.5, 0.5);
}
