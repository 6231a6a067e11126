using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Raises an error. Its instance is the task, unless it says otherwise.</summary>
internal sealed class RaiseExecutor : TaskExecutor<RaiseTask, SimpleFrame>
{
    public override string Kind => "raise";

    protected override void Begin(Machine machine, SimpleFrame step, RaiseTask task)
    {
        var error = WorkflowError.FromJson(new Scope(machine, step, step.Input).Render(task.Error.Root));
        StepFlow.Fault(machine, step, error);
    }
}
