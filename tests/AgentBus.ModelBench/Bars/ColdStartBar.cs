using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>One pass over both sets from nothing, in which only the outcome of the called model is seen.</summary>
internal sealed class ColdStartBar(RoutingData data) : IBar
{
    public string Id => "R4";

    public Figure Measure()
    {
        var text = Averages.Online(RoutingData.TextOnly(data.Both), RoutingData.Settings).Average(pass => pass.MeanPgr);
        var stepType = Averages.Online(data.Both, RoutingData.Settings).Average(pass => pass.MeanPgr);
        return Figure.AtLeast($"cold start over {data.Both.Count:N0} calls, step type known, mean PGR at shares of .1 to .9", stepType, 0.61, 0.66)
            .With(Figure.Told("the same, text only", text));
    }
}
