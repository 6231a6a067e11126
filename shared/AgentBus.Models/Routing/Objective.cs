namespace AgentBus.Models.Routing;

/// <summary>What matters most to a caller; the words of <c>with.objective</c> in a definition.</summary>
public enum Objective
{
    /// <summary>A fair exchange of quality, cost and latency; the default.</summary>
    Balanced,

    /// <summary>The best answer.</summary>
    Quality,

    /// <summary>The lowest cost.</summary>
    Cost,

    /// <summary>The fastest answer.</summary>
    Latency,
}
