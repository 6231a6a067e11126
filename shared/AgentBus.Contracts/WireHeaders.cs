namespace AgentBus.Contracts;

/// <summary>Headers of every message. The body is the plain JSON record; there is no envelope.</summary>
public static class WireHeaders
{
    /// <summary>The record's name, such as <c>AttemptFinished</c>. Required.</summary>
    public const string Type = "agentbus-type";

    /// <summary>The tenant; on events it overrides the configured tenant of the source.</summary>
    public const string Tenant = "agentbus-tenant";

    /// <summary>The run, where there is one.</summary>
    public const string Run = "agentbus-run";

    /// <summary>W3C trace context.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>W3C trace state.</summary>
    public const string TraceState = "tracestate";

    /// <summary>On a replayed message: the id of the dead letter it was.</summary>
    public const string ReplayOf = "agentbus-replay-of";

    /// <summary>On a replayed message: the how-manieth replay it is, from 1.</summary>
    public const string Replay = "agentbus-replay";
}
