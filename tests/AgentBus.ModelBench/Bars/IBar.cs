using AgentBus.ModelBench.Report;

namespace AgentBus.ModelBench.Bars;

/// <summary>Something asked of the router.</summary>
internal interface IBar
{
    /// <summary>Its name in the report.</summary>
    string Id { get; }

    Figure Measure();
}
