using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Workers;

/// <summary>The part of an agent's queues that a delivery came by; the order is that of urgency.</summary>
internal enum Lane
{
    Low,
    Normal,
    High,
}

/// <summary>Names of lanes.</summary>
internal static class Lanes
{
    /// <summary>The queue and the two lanes beside it, each with what it is for.</summary>
    public static IEnumerable<(Lane Lane, string Queue)> Of(string queue) =>
    [
        (Lane.Normal, queue),
        (Lane.High, Queues.Lane(queue, Priorities.High)),
        (Lane.Low, Queues.Lane(queue, Priorities.Low)),
    ];
}
