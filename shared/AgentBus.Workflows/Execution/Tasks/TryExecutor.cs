using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// Tasks whose faults are caught: tried again as the retry policy says, then handed to the catch's own tasks. A retry is of the whole block;
/// its steps get a new visit.
/// </summary>
internal sealed class TryExecutor : TaskExecutor<TryTask, TryFrame>
{
    public override string Kind => "try";

    /// <summary>An operator does not wait for the delay.</summary>
    public static void TryNow(Machine machine, TryFrame step)
    {
        machine.Effects.CancelTimer(Timer(step));
        Try(machine, step);
    }

    protected override void Begin(Machine machine, TryFrame step, TryTask task) => Try(machine, step);

    protected override void ChildFaulted(Machine machine, TryFrame step, TryTask task, Frame child, WorkflowError error)
    {
        var value = new DataRef.Fresh(error.ToJson(), $"{step.Id}/error");
        var scope = new Scope(machine, step, step.Input).With(task.Catch.As, value);
        if (child is BlockFrame { Role: BlockRole.Catch } || !CatchFilter.Catches(task.Catch, value.Value, scope))
        {
            StepFlow.Fault(machine, step, error);
        }
        else if (task.Catch.Retry is { } retry && MayRetry(machine, step, retry, scope))
        {
            Retry(machine, step, retry.ComputedDelay is { } delay ? retry with { Delay = scope.Measure(new Duration.Computed(delay)) } : retry, error);
        }
        else
        {
            Handle(machine, step, task, error, value);
        }
    }

    protected override void TimerElapsed(Machine machine, TryFrame step, TryTask task, TimerName timer)
    {
        if (step.Waiting && timer == Timer(step))
        {
            Try(machine, step);
        }
    }

    protected override void Withdraw(Machine machine, TryFrame step, TryTask task)
    {
        if (step.Waiting)
        {
            machine.Effects.CancelTimer(Timer(step));
        }
    }

    private static void Try(Machine machine, TryFrame step)
    {
        var visit = step.Tries == 0 ? step.Visit : step.LastVisit + 1;
        step = step with { Tries = step.Tries + 1, Waiting = false };
        machine.Put(step);
        machine.Effects.Step(step, StepStatus.Running);
        BlockFlow.Begin(machine, BlockFlow.Open(machine, step, BlockRole.Main, visit), step.Input);
    }

    private static bool MayRetry(Machine machine, TryFrame step, RetryPolicy retry, Scope scope) =>
        (retry.MaxAttempts is not { } max || step.Tries < max)
        && (retry.MaxDuration is not { } longest || machine.Now - step.StartedAt < longest)
        && (retry.When is null || scope.Test(retry.When))
        && (retry.ExceptWhen is null || !scope.Test(retry.ExceptWhen));

    private static void Retry(Machine machine, TryFrame step, RetryPolicy retry, WorkflowError error)
    {
        var after = Backoffs.Delay(retry, step.Tries, Backoffs.Luck(machine.State.Run, step.Id, step.Tries));
        var of = retry.MaxAttempts is { } max ? $" of {max}" : "";
        var reason = $"attempt {step.Tries + 1}{of} in {Backoffs.InWords(after)}: {error}";
        var rejected = error.Code == AgentResults.InvalidOutput;
        step = step with { Waiting = true, RejectedTask = rejected ? error.Instance : null, Feedback = rejected ? error.Detail : null };
        machine.Put(step);
        machine.Effects.SetTimer(Timer(step), machine.Now + after);
        machine.Effects.Step(step, StepStatus.Waiting, reason);
        machine.Effects.Record("retry.scheduled", step.Id, writer =>
        {
            writer.WriteNumber("attempt", step.Tries + 1);
            writer.WriteString("due", machine.Now + after);
            writer.WriteString("reason", Limits.Clip(reason));
        });
    }

    private static void Handle(Machine machine, TryFrame step, TryTask task, WorkflowError error, DataRef value)
    {
        machine.Effects.Record("error.caught", step.Id, writer => writer.Member("error", error.ToJson()));
        if (task.Catch.Do.Count == 0)
        {
            StepFlow.Complete(machine, step, step.Input, reason: $"caught: {error}");
            return;
        }

        var variables = new Dictionary<string, DataRef> { [task.Catch.As] = value };
        BlockFlow.Begin(machine, BlockFlow.Open(machine, step, BlockRole.Catch, variables: variables), step.Input);
    }

    private static TimerName Timer(TryFrame step) => new(TimerName.Retry, step.Tries, step.Id);
}
