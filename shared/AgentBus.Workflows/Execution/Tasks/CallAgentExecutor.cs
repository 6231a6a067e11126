using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.Plans;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>
/// A step done by an agent. The first good result for the open step wins, of whatever attempt; a failure counts only when it is the current
/// attempt's, as otherwise a newer one is under way.
/// </summary>
internal class CallAgentExecutor : TaskExecutor<CallAgentTask, AgentFrame>
{
    public override string Kind => "agent";

    /// <summary>An attempt ended. One that was settled before is a duplicate and changes nothing.</summary>
    public static void Settled(Machine machine, AgentFrame step, int attempt, AttemptOutcome outcome)
    {
        if (!step.Out.Contains(attempt))
        {
            return;
        }

        var task = (CallAgentTask)machine.TaskOf(step);
        step = step with
        {
            Out = step.Out.Length == 1 ? [] : [.. step.Out.Where(other => other != attempt)],
            CostUsd = step.CostUsd + outcome.CostUsd,
            Tokens = step.Tokens + outcome.Tokens,
            AgentVersion = outcome.AgentVersion ?? step.AgentVersion,
        };
        var rejection = outcome.Kind == OutcomeKind.Done ? AgentResults.Reject(machine, step, task, outcome.Output ?? Json.Null) : null;
        outcome = Judged(outcome, rejection);
        machine.Put(step);
        RunFlow.Count(machine, outcome);
        AgentRecords.Settled(machine, step, attempt, outcome);
        AttemptWorth.Tell(machine, step, attempt, task, outcome, rejection);
        BudgetFlow.Settle(machine, step.Id, attempt, outcome);
        if (outcome.Kind == OutcomeKind.Done && step.Phase is not (AgentPhase.Approving or AgentPhase.Executing))
        {
            ((CallAgentExecutor)TaskExecutors.Of(task)).Done(machine, step, task, outcome);
        }
        else if (attempt == step.Attempt && step.Phase == AgentPhase.Working && !TimeoutFlow.Ends(machine, step, outcome))
        {
            AgentLadder.Climb(machine, step, task, outcome);
        }
    }

    /// <summary>
    /// The worker of a claimed attempt is gone: the next attempt goes out at once. The lost one may yet answer, and then wins.
    /// </summary>
    public static void LeaseLost(Machine machine, AgentFrame step, int attempt)
    {
        if (attempt != step.Attempt || step.Phase != AgentPhase.Working || !step.Out.Contains(attempt))
        {
            return;
        }

        var task = (CallAgentTask)machine.TaskOf(step);
        step = step with { Lost = step.Lost + 1 };
        machine.Put(step);
        BudgetFlow.Lose(machine, step.Id, attempt);
        machine.Effects.Record("attempt.lost", step.Id, writer => writer.WriteNumber("attempt", attempt));
        if (step.Lost <= FailureLadder.LostLeases)
        {
            AgentLadder.Dispatch(machine, step, task);
        }
        else
        {
            AgentLadder.Climb(machine, step, task, new AttemptOutcome(
                OutcomeKind.Transient, Code: "lease-lost", Message: $"The worker was not heard of in time, {step.Lost} times."));
        }
    }

    /// <summary>A person answered the agent's question, or decided whether to go on.</summary>
    public static void Decided(Machine machine, AgentFrame step, RunEvent.ApprovalDecided decision)
    {
        if (step.Phase == AgentPhase.Approving && decision.Step == Approvals.IdOf(step))
        {
            CallPlanExecutor.Approved(machine, step, decision);
            return;
        }

        if (step.Phase is not (AgentPhase.Asking or AgentPhase.Parked) || decision.Step != Approvals.IdOf(step))
        {
            return;
        }

        Approvals.Decided(machine, step.Id, decision.Step, decision);
        var task = (CallAgentTask)machine.TaskOf(step);
        if (decision.Approved)
        {
            AgentLadder.Dispatch(machine, step with { Phase = AgentPhase.Working, Failures = 0, Feedback = Answer(decision) }, task);
        }
        else
        {
            StepFlow.Fault(machine, step with { Phase = AgentPhase.Working }, new WorkflowError(
                ErrorTypes.Authorization, 403, "Denied by a person", Approvals.InWords(decision), task.Path, "denied", AgentChoice.Name(task, step.Choice)));
        }
    }

    /// <summary>An operator has a parked or waiting step tried again, now.</summary>
    public static void TryAgain(Machine machine, AgentFrame step)
    {
        if (step.Phase == AgentPhase.Backoff)
        {
            machine.Effects.CancelTimer(AgentLadder.Timer(step));
        }
        else
        {
            machine.Effects.CloseApproval(Approvals.IdOf(step), "cancelled");
        }

        AgentLadder.Dispatch(machine, step with { Phase = AgentPhase.Working, Failures = 0 }, (CallAgentTask)machine.TaskOf(step));
    }

    protected override void Begin(Machine machine, AgentFrame step, CallAgentTask task)
    {
        var arguments = Arguments(machine, step, task);
        AgentLadder.Turn(machine, step with { Arguments = arguments, Feedback = AgentLadder.EarlierFeedback(machine, step) }, task);
    }

    /// <summary>What becomes of a good output.</summary>
    protected virtual void Done(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome)
    {
        StepFlow.Complete(machine, step, new DataRef.Fresh(outcome.Output!.Value, $"{step.Id}/output"));
        OutputCache.Keep(machine, step, task, outcome);
        Remember(machine, step, outcome.Memories ?? []);
    }

    /// <summary>What the agent gets: made once, the same for every attempt.</summary>
    protected virtual DataRef Arguments(Machine machine, AgentFrame step, CallAgentTask task) =>
        new Scope(machine, step, step.Input).Make(task.Arguments, $"{step.Id}/arguments", "The agent's input");

    protected override void TimerElapsed(Machine machine, AgentFrame step, CallAgentTask task, TimerName timer)
    {
        if (step.Phase == AgentPhase.Backoff && timer == AgentLadder.Timer(step))
        {
            AgentLadder.Dispatch(machine, step with { Phase = AgentPhase.Working }, task);
        }
    }

    protected override void Withdraw(Machine machine, AgentFrame step, CallAgentTask task)
    {
        var neverSent = step.Phase == AgentPhase.Working && machine.Effects.TakeBackDispatch(step.Id);
        switch (step.Phase)
        {
            case AgentPhase.Backoff:
                machine.Effects.CancelTimer(AgentLadder.Timer(step));
                break;
            case AgentPhase.Asking or AgentPhase.Parked:
                machine.Effects.CloseApproval(Approvals.IdOf(step), "cancelled");
                break;
        }

        BudgetFlow.Close(machine, step, neverSent);
        if (neverSent)
        {
            machine.Put(step with { Out = [.. step.Out.Where(attempt => attempt != step.Attempt)] });
        }
    }

    private static AttemptOutcome Judged(AttemptOutcome outcome, Rejection? rejection) => rejection is not null
        ? outcome with { Kind = OutcomeKind.InvalidOutput, Output = null, Code = AgentResults.InvalidOutput, Message = rejection.Why }
        : outcome is { Kind: OutcomeKind.Done, Output: null } ? outcome with { Output = Json.Null } : outcome;

    private static void Remember(Machine machine, AgentFrame step, IReadOnlyList<MemoryNote> notes)
    {
        foreach (var note in notes)
        {
            machine.Effects.Add(new Effect.Remember(step.Id, note.Key, note.Value, machine.Now + note.Ttl));
        }

        if (notes.Count > 0)
        {
            machine.Effects.Record("memory.put", step.Id, writer =>
            {
                writer.WriteStartArray("keys");
                foreach (var note in notes)
                {
                    writer.WriteStringValue(note.Key);
                }

                writer.WriteEndArray();
            });
        }
    }

    private static string Answer(RunEvent.ApprovalDecided decision) =>
        Limits.Clip($"{decision.By} answered: {decision.Comment ?? "approved"}{(decision.Form is { } form ? $" {form.GetRawText()}" : "")}");
}
