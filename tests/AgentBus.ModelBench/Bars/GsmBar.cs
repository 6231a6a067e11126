using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>Five-fold cross-validation on GSM8K.</summary>
internal sealed class GsmBar(RoutingData data) : IBar
{
    public string Id => "R3";

    public Figure Measure() =>
        Figure.AtLeast("GSM8K, APGR", Averages.CrossValidated(RoutingData.TextOnly(data.Gsm), RoutingData.Settings).Apgr, 0.615, 0.66);
}
