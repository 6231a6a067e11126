namespace AgentBus.Workflows.Execution;

/// <summary>The readable states of a run.</summary>
public enum RunStatus
{
    Pending,
    Running,

    /// <summary>Nothing runs: a person, a timer or an event is awaited.</summary>
    Waiting,
    Paused,
    Compensating,
    Completed,
    Faulted,
    Cancelled,
}
