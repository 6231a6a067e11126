using AgentBus.ModelBench.Data;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>Five-fold cross-validation on half of MMLU, by the text alone and with the step type.</summary>
internal sealed class MmluBar(RoutingData data) : IBar
{
    public string Id => "R1";

    public Figure Measure()
    {
        var text = Averages.CrossValidated(RoutingData.TextOnly(data.Mmlu), RoutingData.Settings);
        var stepType = Averages.CrossValidated(data.Mmlu, RoutingData.Settings);
        return Figure.AtLeast("MMLU, text only, APGR", text.Apgr, 0.65, 0.68).With(
            Figure.AtMost("MMLU, text only, CPT(50 %)", text.Cpt50, 0.31, 0.31),
            Figure.AtMost("MMLU, text only, CPT(80 %)", text.Cpt80, 0.63, 0.63),
            Figure.AtLeast("MMLU, step type known, APGR", stepType.Apgr, 0.66, 0.70));
    }
}
