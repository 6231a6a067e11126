using AgentBus.ModelBench.Bars;
using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Gateways;

/// <summary>What a provider costs that is down for a minute, while another one can answer.</summary>
internal sealed class OutageBar : IMeasurement
{
    public Section Section => Section.Gateway;

    public string Id => "outage";

    public async Task<Figure> MeasureAsync(CancellationToken cancellationToken)
    {
        var result = await GatewayOutage.MeasureAsync(cancellationToken);
        return Figure.AtMost("tries that met a provider while it was down for 60 s", result.Tries, 4, 4).With(
            Figure.AtMost("added to the other calls, p99 over the usual median, in ms", result.AddedP99Ms, 50, 50),
            Figure.Told("the same, p50", result.AddedP50Ms),
            Figure.Told("added to the slowest of all calls, in ms", result.AddedMostMs),
            Figure.Told("calls, none of which failed", result.Calls));
    }
}
