using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>What one kind of task does. All that is common to tasks is in <see cref="StepFlow"/>.</summary>
internal interface ITaskExecutor
{
    /// <summary>The kind as people see it.</summary>
    string Kind { get; }

    /// <summary>A frame of the right type; its common members are filled in by <see cref="StepFlow"/>.</summary>
    StepFrame Blank { get; }

    /// <summary>The step's input is ready. Ends with <see cref="StepFlow.Complete"/>, now or after an event.</summary>
    void Begin(Machine machine, StepFrame step);

    /// <summary>A block or branch inside the step is done.</summary>
    void ChildDone(Machine machine, StepFrame step, Frame child, DataRef output);

    /// <summary>A block or branch inside the step failed.</summary>
    void ChildFaulted(Machine machine, StepFrame step, Frame child, WorkflowError error);

    /// <summary>A timer of the step is due. It may be stale.</summary>
    void TimerElapsed(Machine machine, StepFrame step, TimerName timer);

    /// <summary>A run that the step started has ended. It may be one the step no longer waits for.</summary>
    void RunEnded(Machine machine, StepFrame step, RunEvent.ChildEnded ended);

    /// <summary>The run had ended and goes on, with what is inside the step: asks again for what <see cref="Withdraw"/> took back.</summary>
    void Reopen(Machine machine, StepFrame step);

    /// <summary>The step ends, for whatever reason: takes back its timers and questions.</summary>
    void Withdraw(Machine machine, StepFrame step);
}
