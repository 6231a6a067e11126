namespace AgentBus.Workflows.Failures;

/// <summary>Ends the step that is being worked on. Thrown and caught inside one decision; it never leaves the engine.</summary>
internal sealed class WorkflowFault(WorkflowError error) : Exception(error.ToString())
{
    public WorkflowError Error { get; } = error;
}
