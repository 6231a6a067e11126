namespace AgentBus.Workflows.Definitions;

/// <summary>What follows when every retry and candidate of a step is used up.</summary>
public enum OnExhausted
{
    Fail,
    Pause,
    DeadLetter,
    Approve,
    Degrade,
}
