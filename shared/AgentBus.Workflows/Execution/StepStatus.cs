namespace AgentBus.Workflows.Execution;

/// <summary>The states of a step.</summary>
public enum StepStatus
{
    Running,

    /// <summary>Dispatched or retried later, or a person, timer or event is awaited.</summary>
    Waiting,
    Completed,
    Faulted,
    Cancelled,
    Skipped,
    Compensated,
}
