using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Waits, then hands its input on.</summary>
internal sealed class WaitExecutor : TaskExecutor<WaitTask, SimpleFrame>
{
    public override string Kind => "wait";

    protected override void Begin(Machine machine, SimpleFrame step, WaitTask task)
    {
        var until = machine.Now + new Scope(machine, step, step.Input).Measure(task.Duration);
        machine.Effects.SetTimer(Timer(step), until);
        machine.Effects.Step(step, StepStatus.Waiting, $"until {until.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC");
    }

    protected override void TimerElapsed(Machine machine, SimpleFrame step, WaitTask task, TimerName timer)
    {
        if (timer == Timer(step))
        {
            StepFlow.Complete(machine, step, step.Input);
        }
    }

    protected override void Withdraw(Machine machine, SimpleFrame step, WaitTask task) => machine.Effects.CancelTimer(Timer(step));

    private static TimerName Timer(SimpleFrame step) => new(TimerName.Wait, 1, step.Id);
}
