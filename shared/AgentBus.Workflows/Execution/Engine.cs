using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.Plans;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// Decides what follows from an event. A pure function: no clock, no I/O, no randomness (jitter comes from a hash of run, step and attempt).
/// </summary>
public static class Engine
{
    private static readonly DateTimeOffset AnyTime = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// Names the documents that <see cref="Advance"/> needs for this event. It is the same decision, made without documents up to the first
    /// that is missing, so the two cannot disagree.
    /// </summary>
    public static ReadSet Reads(WorkflowDefinition definition, RunState state, RunEvent happened, WorkflowLimits? limits = null) =>
        Advance(definition, state, RunData.Empty, happened, AnyTime, limits).Missing;

    /// <summary>Decides. An event that is a duplicate, stale or not for this state changes nothing: same state, no effects.</summary>
    public static Decision Advance(
        WorkflowDefinition definition, RunState state, RunData data, RunEvent happened, DateTimeOffset now, WorkflowLimits? limits = null)
    {
        var machine = new Machine(definition, state, data, now, limits ?? WorkflowLimits.Default);
        Handle(machine, happened);
        return machine.Run();
    }

    /// <summary>Hands an event to what it is for; also one that was kept while the run was paused.</summary>
    internal static void Handle(Machine machine, RunEvent happened)
    {
        if (PauseFlow.Keeps(machine, happened))
        {
            machine.Post(null, () => PauseFlow.Keep(machine, happened));
            return;
        }

        switch (happened)
        {
            case RunEvent.Started when machine.State.Status == RunStatus.Pending:
                machine.Post(null, () => RunFlow.Start(machine));
                break;
            case RunEvent.AttemptSettled settled:
                Settle(machine, settled);
                break;
            case RunEvent.LeaseLost lost when machine.Find(LateFrame.IdOf(lost.Step)) is LateFrame late:
                machine.Post(null, () => LateFlow.Forget(machine, late, lost.Attempt));
                break;
            case RunEvent.LeaseLost lost when machine.Find(lost.Step) is AgentFrame step:
                machine.Post(step.Id, () => CallAgentExecutor.LeaseLost(machine, machine.Get<AgentFrame>(step.Id), lost.Attempt));
                break;
            case RunEvent.ApprovalDecided decided:
                Decide(machine, decided);
                break;
            case RunEvent.EventArrived arrived when !machine.State.IsOver:
                machine.Post(null, () => EventFlow.Arrived(machine, arrived));
                break;
            case RunEvent.ChildEnded ended when machine.Find(ended.Step) is StepFrame step:
                machine.Post(step.Id, () => TaskExecutors.Of(machine.TaskOf(step)).RunEnded(machine, machine.Get<StepFrame>(step.Id), ended));
                break;
            case RunEvent.ChildEnded ended:
                CallPlanExecutor.EndedLate(machine, ended);
                break;
            case RunEvent.TimerElapsed elapsed when TimerName.Parse(elapsed.Timer) is { } timer:
                Elapse(machine, timer);
                break;
            case RunEvent.ControlCommand command:
                machine.Post(null, () => ControlFlow.Do(machine, command));
                break;
        }
    }

    private static void Settle(Machine machine, RunEvent.AttemptSettled settled)
    {
        if (machine.Find(settled.Step) is AgentFrame step)
        {
            machine.Post(step.Id, () => CallAgentExecutor.Settled(machine, machine.Get<AgentFrame>(step.Id), settled.Attempt, settled.Outcome));
        }
        else if (machine.Find(LateFrame.IdOf(settled.Step)) is LateFrame late && late.Out.Contains(settled.Attempt))
        {
            machine.Post(late.Id, () => LateFlow.Settled(machine, machine.Get<LateFrame>(late.Id), settled));
        }
        else
        {
            Supersede(machine, settled);
        }
    }

    /// <summary>Comes too late to count. Whether it comes for the first time only the history knows.</summary>
    private static void Supersede(Machine machine, RunEvent.AttemptSettled settled)
    {
        RunFlow.Count(machine, settled.Outcome);
        AgentRecords.Superseded(machine, settled);
        BudgetFlow.Settle(machine, settled.Step, settled.Attempt, settled.Outcome);
    }

    private static void Decide(Machine machine, RunEvent.ApprovalDecided decided)
    {
        if (BudgetQuestion.Is(decided.Step))
        {
            machine.Post(null, () => BudgetQuestion.Decided(machine, decided));
            return;
        }

        switch (machine.Find(Approvals.StepOf(decided.Step)))
        {
            case AgentFrame agent:
                machine.Post(agent.Id, () => CallAgentExecutor.Decided(machine, machine.Get<AgentFrame>(agent.Id), decided));
                break;
            case ApprovalFrame step:
                machine.Post(step.Id, () => CallApprovalExecutor.Decided(machine, machine.Get<ApprovalFrame>(step.Id), decided));
                break;
        }
    }

    private static void Elapse(Machine machine, TimerName timer)
    {
        if (timer.Kind == TimerName.Yield)
        {
            machine.Post(null, () => BlockFlow.ResumeAll(machine));
            return;
        }

        switch (machine.Find(timer.Target))
        {
            case StepFrame step when timer == StepFlow.TimeoutTimer(machine, step):
                machine.Post(step.Id, () => TimeoutFlow.Elapsed(machine, machine.Get<StepFrame>(step.Id)));
                break;
            case StepFrame step:
                machine.Post(step.Id, () => TaskExecutors.Of(machine.TaskOf(step)).TimerElapsed(machine, machine.Get<StepFrame>(step.Id), timer));
                break;
            case LateFrame late when timer.Kind == TimerName.Late:
                machine.Post(late.Id, () => LateFlow.Forget(machine, late, null));
                break;
            case null when timer.Kind is TimerName.Budget or TimerName.BudgetWarning:
                machine.Post(null, () => BudgetTime.Elapsed(machine, timer));
                break;
            default:
                RunTimeout(machine, timer);
                break;
        }
    }

    private static void RunTimeout(Machine machine, TimerName timer)
    {
        if (timer == RunFlow.TimeoutTimer(machine) && machine.State.Status is RunStatus.Running or RunStatus.Waiting or RunStatus.Paused)
        {
            machine.Post(null, () => RunFlow.Timeout(machine));
        }
    }
}
