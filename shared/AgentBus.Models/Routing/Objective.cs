namespace AgentBus.Models.Routing;

/// <summary>What a caller wants most.</summary>
public enum Objective
{
    /// <summary>A good answer at a sensible price and in sensible time; the default.</summary>
    Balanced,

    /// <summary>The best answer.</summary>
    Quality,

    /// <summary>The cheapest answer that is likely to do.</summary>
    Cost,

    /// <summary>The fastest answer that is likely to do.</summary>
    Latency,
}
