using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Chooses what comes next: the first case whose condition holds, else the one without a condition, else the task's own directive.</summary>
internal sealed class SwitchExecutor : TaskExecutor<SwitchTask, SimpleFrame>
{
    public override string Kind => "switch";

    protected override void Begin(Machine machine, SimpleFrame step, SwitchTask task)
    {
        var scope = new Scope(machine, step, step.Input);
        var chosen = task.Cases.FirstOrDefault(option => option.When is { } when && scope.Test(when))
            ?? task.Cases.FirstOrDefault(option => option.When is null);
        StepFlow.Complete(machine, step, step.Input, chosen?.Then, chosen is null ? "no case applies" : $"case {chosen.Name}");
    }
}
