namespace AgentBus.Contracts;

/// <summary>Names of queues and exchanges. A queue and the fanout exchange in front of it share a name.</summary>
public static class Queues
{
    /// <summary>Commands and results for runs.</summary>
    public const string Orchestrator = "agentbus.orchestrator";

    /// <summary>Workers: heartbeats, claims, progress.</summary>
    public const string Registry = "agentbus.registry";

    /// <summary>Topic exchange for CloudEvents in and out; the routing key is the event's type.</summary>
    public const string Events = "agentbus.events";

    /// <summary>The orchestrator's own queue on <see cref="Events"/>: events that may start runs.</summary>
    public const string Triggers = "agentbus.events.triggers";

    /// <summary>Questions of agents about what their workflow remembers.</summary>
    public const string Memory = "agentbus.memory";

    /// <summary>Schedules of definitions: times at which runs start.</summary>
    public const string Schedules = "agentbus.schedules";

    /// <summary>What the broker gave up on.</summary>
    public const string DeadLetters = "agentbus.dead-letters";

    /// <summary>The queue of an agent: <c>agentbus.agent.research</c>, or of one version: <c>agentbus.agent.research:1.4.0</c>.</summary>
    public static string Agent(string agent, string? version = null) =>
        version is null ? $"agentbus.agent.{agent}" : $"agentbus.agent.{agent}:{version}";

    /// <summary>
    /// The lane of a priority beside an agent's queue: <c>agentbus.agent.research.high</c>; normal (and null) is the queue itself. An agent's name has no dot and a
    /// version may not end in <c>.high</c> or <c>.low</c>, so no lane is another one's queue.
    /// </summary>
    public static string Lane(string queue, string? priority) =>
        priority is Priorities.High or Priorities.Low ? $"{queue}.{priority}" : queue;
}
