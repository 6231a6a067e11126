using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Makes a value.</summary>
internal sealed class SetExecutor : TaskExecutor<SetTask, SimpleFrame>
{
    public override string Kind => "set";

    protected override void Begin(Machine machine, SimpleFrame step, SetTask task) =>
        StepFlow.Complete(machine, step, new Scope(machine, step, step.Input).Make(task.Value, $"{step.Id}/output", "The output"));
}
