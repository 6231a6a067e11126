using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Branches at the same time. The output is the array of their outputs, in their order. When they compete the first to complete wins, the
/// others are cancelled, and a failure counts only when nobody is left.
/// </summary>
internal sealed class ForkExecutor : TaskExecutor<ForkTask, ForkFrame>
{
    public override string Kind => "fork";

    protected override void Begin(Machine machine, ForkFrame step, ForkTask task)
    {
        step = step with { Running = task.Branches.Count };
        machine.Put(step);
        if (task.Branches.Count == 0)
        {
            StepFlow.Complete(machine, step, new DataRef.Items(Outputs(step), 0));
            return;
        }

        foreach (var branch in task.Branches)
        {
            StepFlow.Begin(machine, step, branch, step.Input);
        }
    }

    protected override void ChildDone(Machine machine, ForkFrame step, ForkTask task, Frame child, DataRef output)
    {
        if (task.Compete)
        {
            StepFlow.Complete(machine, step, output, reason: $"{machine.Definition.Tasks[((StepFrame)child).Task].Name} was first");
            return;
        }

        machine.Documents.StoreItem(Outputs(step), IndexOf(task, (StepFrame)child), output);
        step = step with { Running = step.Running - 1 };
        machine.Put(step);
        if (step.Running == 0)
        {
            StepFlow.Complete(machine, step, new DataRef.Items(Outputs(step), task.Branches.Count));
        }
    }

    protected override void ChildFaulted(Machine machine, ForkFrame step, ForkTask task, Frame child, WorkflowError error)
    {
        if (task.Compete && step.Running > 1)
        {
            machine.Put(step with { Running = step.Running - 1 });
        }
        else
        {
            StepFlow.Fault(machine, step, error);
        }
    }

    private static string Outputs(ForkFrame step) => $"{step.Id}/outputs";

    private static int IndexOf(ForkTask task, StepFrame branch) => task.Branches.TakeWhile(candidate => candidate.Path != branch.Task).Count();
}
