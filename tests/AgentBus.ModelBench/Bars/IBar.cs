using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>Something asked of the router that is measured by computing alone.</summary>
internal interface IBar : IMeasurement
{
    Section IMeasurement.Section => Section.Bars;

    Figure Measure();

    Task<Figure> IMeasurement.MeasureAsync(CancellationToken cancellationToken) => Task.FromResult(Measure());
}
