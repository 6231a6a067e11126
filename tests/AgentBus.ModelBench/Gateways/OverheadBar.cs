using AgentBus.ModelBench.Bars;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Gateways;

/// <summary>What the gateway adds to a call, as a process of its own that holds a budget.</summary>
internal sealed class OverheadBar : IMeasurement
{
    public Section Section => Section.Gateway;

    public string Id => "overhead";

    public async Task<Figure> MeasureAsync(CancellationToken cancellationToken)
    {
        var (atOne, atTen) = await GatewayOverhead.MeasureAsync(cancellationToken);
        return Figure.AtMost("added to a direct call, 1 caller, p50 in ms", atOne, 1, 1).With(Figure.AtMost("the same, 10 callers", atTen, 5, 5));
    }
}
