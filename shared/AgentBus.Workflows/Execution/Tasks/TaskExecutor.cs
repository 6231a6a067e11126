using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Gives an executor its own types of task and frame; a failure inside is the step's failure unless it says otherwise.</summary>
internal abstract class TaskExecutor<TTask, TFrame> : ITaskExecutor
    where TTask : TaskDefinition
    where TFrame : StepFrame, new()
{
    public abstract string Kind { get; }

    public StepFrame Blank { get; } = new TFrame();

    public void Begin(Machine machine, StepFrame step) => Begin(machine, (TFrame)step, Task(machine, step));

    public void ChildDone(Machine machine, StepFrame step, Frame child, DataRef output) =>
        ChildDone(machine, (TFrame)step, Task(machine, step), child, output);

    public void ChildFaulted(Machine machine, StepFrame step, Frame child, WorkflowError error) =>
        ChildFaulted(machine, (TFrame)step, Task(machine, step), child, error);

    public void TimerElapsed(Machine machine, StepFrame step, TimerName timer) => TimerElapsed(machine, (TFrame)step, Task(machine, step), timer);

    public void RunEnded(Machine machine, StepFrame step, RunEvent.ChildEnded ended) => RunEnded(machine, (TFrame)step, Task(machine, step), ended);

    public void Reopen(Machine machine, StepFrame step) => Reopen(machine, (TFrame)step, Task(machine, step));

    public void Withdraw(Machine machine, StepFrame step) => Withdraw(machine, (TFrame)step, Task(machine, step));

    protected abstract void Begin(Machine machine, TFrame step, TTask task);

    protected virtual void ChildDone(Machine machine, TFrame step, TTask task, Frame child, DataRef output) =>
        StepFlow.Complete(machine, step, output);

    protected virtual void ChildFaulted(Machine machine, TFrame step, TTask task, Frame child, WorkflowError error) =>
        StepFlow.Fault(machine, step, error);

    protected virtual void TimerElapsed(Machine machine, TFrame step, TTask task, TimerName timer)
    {
    }

    protected virtual void RunEnded(Machine machine, TFrame step, TTask task, RunEvent.ChildEnded ended)
    {
    }

    protected virtual void Reopen(Machine machine, TFrame step, TTask task)
    {
    }

    protected virtual void Withdraw(Machine machine, TFrame step, TTask task)
    {
    }

    private static TTask Task(Machine machine, StepFrame step) => (TTask)machine.TaskOf(step);
}
