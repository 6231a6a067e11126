using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>Something the report tells.</summary>
internal interface IMeasurement
{
    /// <summary>The part of the report it is in.</summary>
    Section Section { get; }

    /// <summary>Its name there.</summary>
    string Id { get; }

    Task<Figure> MeasureAsync(CancellationToken cancellationToken);
}
