using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;
using AgentBus.Models.Routing.Evaluation;

namespace AgentBus.ModelBench.Bars;

/// <summary>Half of MMLU by the text alone, learned from 1,500 drawn labels.</summary>
internal sealed class FewLabelsBar(RoutingData data) : IBar
{
    private const int Labels = 1_500;

    public string Id => "R2";

    public Figure Measure()
    {
        var report = OfflineEvaluation.Run(RoutingData.TextOnly(data.Mmlu), RoutingData.Settings with { Labels = Labels });
        return Figure.AtLeast("MMLU, text only, 1,500 labels, mean of 4 draws, APGR", Averages.Learned(report).Apgr, 0.63, 0.66);
    }
}
