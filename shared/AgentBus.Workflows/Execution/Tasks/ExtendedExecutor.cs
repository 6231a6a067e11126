using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Runs what an extension puts before a task, the task, and what comes after it.</summary>
internal sealed class ExtendedExecutor : TaskExecutor<ExtendedTask, ExtendedFrame>
{
    public override string Kind => "extension";

    protected override void Begin(Machine machine, ExtendedFrame step, ExtendedTask task)
    {
        var applies = task.When is not { } when || new Scope(machine, step, step.Input).Test(when);
        step = step with { Applies = applies };
        machine.Put(step);
        if (applies && task.Before.Count > 0)
        {
            BlockFlow.Begin(machine, BlockFlow.Open(machine, step, BlockRole.Before), step.Input);
        }
        else
        {
            StepFlow.Begin(machine, step, task.Inner, step.Input);
        }
    }

    protected override void ChildDone(Machine machine, ExtendedFrame step, ExtendedTask task, Frame child, DataRef output)
    {
        switch (child)
        {
            // A list that was left before its end was left by 'exit'.
            case BlockFrame { Role: BlockRole.Before } before when before.Position < task.Before.Count:
                StepFlow.Complete(machine, step, output, reason: $"the extension {task.Extension} answered for the task");
                break;
            case BlockFrame { Role: BlockRole.Before }:
                StepFlow.Begin(machine, step, task.Inner, step.Input);
                break;
            case BlockFrame:
                StepFlow.Complete(machine, step, step.Output ?? step.Input, step.Directive);
                break;
            default:
                AfterTask(machine, step, task, output);
                break;
        }
    }

    private static void AfterTask(Machine machine, ExtendedFrame step, ExtendedTask task, DataRef output)
    {
        if (!step.Applies || task.After.Count == 0)
        {
            StepFlow.Complete(machine, step, output, step.Directive);
            return;
        }

        step = step with { Output = output };
        machine.Put(step);
        BlockFlow.Begin(machine, BlockFlow.Open(machine, step, BlockRole.After), output);
    }
}
