using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Budgets;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>Carries out what <see cref="FailureLadder"/> decides about an agent step.</summary>
internal static class AgentLadder
{
    public static TimerName Timer(AgentFrame step) => new(TimerName.Retry, step.Attempt, step.Id);

    /// <summary>The turn of the step's agent: what it made before is used again, else it is asked.</summary>
    public static void Turn(Machine machine, AgentFrame step, CallAgentTask task)
    {
        if (!OutputCache.Reuse(machine, ref step, task))
        {
            Dispatch(machine, step, task);
        }
    }

    /// <summary>Sends the next attempt.</summary>
    public static void Dispatch(Machine machine, AgentFrame step, CallAgentTask task)
    {
        var input = machine.Documents.Read(step.Arguments);
        if (Json.SizeOf(input) > machine.Limits.ValueBytes)
        {
            throw new WorkflowFault(new WorkflowError(ErrorTypes.Runtime, 500, "Input too large",
                $"The input for the agent of {task.Path} is {Limits.InWords(Json.SizeOf(input))}; a message may be {Limits.InWords(machine.Limits.ValueBytes)}."
                + " Pass less of it with with.input.", task.Path));
        }

        var way = CircuitCheck.Of(machine, step, task);
        if (way.OpenUntil is { } until)
        {
            Avoid(machine, step, task, until);
            return;
        }

        var attempt = step.Attempt + 1;
        if (BudgetFlow.Admit(machine, step, attempt, task) is not { } allowance)
        {
            return;
        }

        step = allowance.IsDowngraded ? Downgrade(machine, step, task) : step;
        step = step with { Attempt = attempt, Out = step.Out.Length == 0 ? [attempt] : [.. step.Out, attempt] };
        machine.Put(step);
        var agent = AgentChoice.Name(task, step.Choice)!;
        var order = new AttemptOrder(
            step.Id, attempt, task.Path, agent, KeyOf(machine, step), input, step.Deadline,
            allowance.IsDowngraded ? "cost" : task.Objective ?? machine.Definition.Settings.Objective, allowance.CostUsd, task.OutputSchema,
            step.Feedback, allowance.Tokens, allowance.IsDowngraded ? null : way.Version,
            task.Priority ?? machine.Definition.Settings.Priority, task.Models);
        machine.Effects.Step(step, StepStatus.Running);
        machine.Effects.Dispatch(order, AgentRecords.Dispatched(order));
    }

    /// <summary>What follows a failure of the current attempt.</summary>
    public static void Climb(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome)
    {
        var counts = outcome.Kind is not (OutcomeKind.RateLimited or OutcomeKind.AskHuman);
        step = step with
        {
            Failures = step.Failures + (counts ? 1 : 0),
            Feedback = outcome.Kind == OutcomeKind.InvalidOutput ? AgentResults.InWords(outcome) : step.Feedback,
        };
        switch (FailureLadder.Next(Describe(machine, step, task, outcome)))
        {
            case LadderDecision.Retry retry:
                WaitAndRetry(machine, step, retry);
                break;
            case LadderDecision.Use use:
                AgentRecords.Decided(machine, step, "agent.switched", use.Reason);
                Turn(machine, step with { Choice = step.Choice + 1, Failures = 0 }, task);
                break;
            case LadderDecision.Ask ask:
                Ask(machine, step with { Phase = AgentPhase.Asking }, task, outcome, ask.Reason);
                break;
            case LadderDecision decision:
                Exhausted(machine, step, task, outcome, decision.Reason);
                break;
        }
    }

    /// <summary>Inside a retried <c>try</c>: why this task's output was rejected in the last try.</summary>
    public static string? EarlierFeedback(Machine machine, AgentFrame step) =>
        Around<TryFrame>(machine, step).FirstOrDefault(frame => frame.RejectedTask == step.Task)?.Feedback;

    /// <summary>The agent's circuit is open: another one is asked, or it is waited for.</summary>
    private static void Avoid(Machine machine, AgentFrame step, CallAgentTask task, DateTimeOffset until)
    {
        if (machine.Documents.AnyMissing)
        {
            return;
        }

        var luck = Backoffs.Luck(machine.State.Run, step.Id, step.Attempt);
        switch (FailureLadder.Avoid(AgentChoice.Name(task, step.Choice)!, AgentChoice.Name(task, step.Choice + 1), until - machine.Now, luck))
        {
            case LadderDecision.Use use:
                AgentRecords.Decided(machine, step, "agent.switched", use.Reason);
                Turn(machine, step with { Choice = step.Choice + 1, Failures = 0 }, task);
                break;
            case LadderDecision.Retry retry:
                WaitAndRetry(machine, step, retry);
                break;
        }
    }

    /// <summary>One key for all attempts of a step, but another one for each plan: they are different work.</summary>
    private static string KeyOf(Machine machine, AgentFrame step) =>
        $"{machine.State.Run:N}:{step.Id}{(step.Plan is { Number: > 1 } plan ? $":plan{plan.Number}" : "")}";

    private static AgentFrame Downgrade(Machine machine, AgentFrame step, CallAgentTask task)
    {
        var choice = AgentChoice.Fallback(task, step.Choice);
        if (choice != step.Choice)
        {
            AgentRecords.Decided(machine, step, "agent.switched", $"the budget is used up, so {AgentChoice.Name(task, choice)} is asked");
        }

        return step with { Choice = choice };
    }

    private static FailedAttempt Describe(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome) => new(
        outcome.Kind,
        AgentResults.InWords(outcome),
        AgentChoice.Name(task, step.Choice)!,
        AgentChoice.Name(task, step.Choice + 1),
        step.Failures,
        machine.Now - step.StartedAt,
        outcome.RetryAfter,
        Around<TryFrame>(machine, step).Any() ? null : FailureLadder.DefaultRetry,
        Backoffs.Luck(machine.State.Run, step.Id, step.Attempt));

    private static void WaitAndRetry(Machine machine, AgentFrame step, LadderDecision.Retry retry)
    {
        step = step with { Phase = AgentPhase.Backoff };
        var due = machine.Now + retry.After;
        machine.Put(step);
        machine.Effects.SetTimer(Timer(step), due);
        machine.Effects.Step(step, StepStatus.Waiting, retry.Reason);
        AgentRecords.Decided(machine, step, "retry.scheduled", retry.Reason, due);
    }

    private static void Exhausted(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome, string reason)
    {
        var error = task is CallServiceTask
            ? CallServiceExecutor.Error(outcome, task.Path)
            : AgentResults.Error(outcome, AgentChoice.Name(task, step.Choice)!, task.Path);
        AgentRecords.Decided(machine, step, "agents.exhausted", $"{reason} (then: {task.OnExhausted})");
        switch (task.OnExhausted)
        {
            case OnExhausted.Degrade:
                StepFlow.Complete(machine, step, new DataRef.Fresh(error.ToJson(), $"{step.Id}/output"), reason: $"degraded: {reason}");
                break;
            case OnExhausted.Approve:
                Ask(machine, step with { Phase = AgentPhase.Asking }, task, outcome, reason);
                break;
            case OnExhausted.Pause or OnExhausted.DeadLetter:
                Ask(machine, step with { Phase = AgentPhase.Parked }, task, outcome, reason);
                break;
            default:
                StepFlow.Fault(machine, step, error);
                break;
        }
    }

    /// <summary>Approving sends the next attempt with the answer as feedback; denying fails the step.</summary>
    private static void Ask(Machine machine, AgentFrame step, CallAgentTask task, AttemptOutcome outcome, string title)
    {
        machine.Put(step);
        Approvals.Ask(machine, step, new ApprovalOrder(
            Approvals.IdOf(step), task.Path, outcome.Kind == OutcomeKind.AskHuman ? AgentResults.InWords(outcome) : $"Try again? {title}",
            outcome.Output, [], [], null, null));
    }

    private static IEnumerable<T> Around<T>(Machine machine, Frame frame)
        where T : Frame
    {
        for (var around = frame.Parent; around is not null && machine.Find(around) is { } found; around = found.Parent)
        {
            if (found is T wanted)
            {
                yield return wanted;
            }
        }
    }
}
