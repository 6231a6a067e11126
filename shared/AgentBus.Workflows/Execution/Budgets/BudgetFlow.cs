using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>
/// The run's account: an attempt reserves before it is sent, in the same decision, and is settled once when it ends, also when its result comes too
/// late to count. Where attempts under way may yet free what is lacking the step waits for them; else <c>onExceed</c> decides. Compensation is
/// never refused.
/// </summary>
internal static class BudgetFlow
{
    public static void Start(Machine machine)
    {
        if (machine.Definition.Settings.Budget is { } spec)
        {
            var account = new BudgetAccount(new BudgetLimits(spec.MaxCostUsd, spec.MaxTokens, spec.MaxRequests));
            machine.State = machine.State with { Budget = new RunBudget(account) { Duration = spec.MaxDuration } };
            BudgetTime.Arm(machine, spec);
        }
    }

    /// <summary>The run had ended and goes on: with what is left, and under new timers.</summary>
    public static void Reopen(Machine machine)
    {
        if (machine.State.Budget is { } budget && machine.Definition.Settings.Budget is { } spec)
        {
            machine.State = machine.State with { Budget = budget with { Asked = budget.Asked + 1 } };
            BudgetTime.Arm(machine, spec);
        }
    }

    /// <summary>What the attempt may use; null = it is not sent: its step waits, or the run ends.</summary>
    public static Allowance? Admit(Machine machine, AgentFrame step, int attempt, CallAgentTask task)
    {
        if (machine.State.Budget is not { } budget || machine.Definition.Settings.Budget is not { } spec)
        {
            return new Allowance(task.MaxCostUsd);
        }

        var most = BudgetShares.Costs(task) ? task.MaxCostUsd : 0;
        var refusal = budget.IsTimeUp ? BudgetMeasure.Duration : budget.Account.Refusal(most);
        var downgrades = refusal == BudgetMeasure.Cost && spec.OnExceed == "downgrade";
        if (refusal is { } measure && machine.State.Status != RunStatus.Compensating)
        {
            if (spec.OnExceed != "warn" && (!downgrades || budget.Account.MayFree(measure)))
            {
                Refuse(machine, step, task, spec, measure, most);
                return null;
            }

            BudgetRecords.Exceeded(machine, measure, downgrades ? "downgrade" : "warn");
        }

        var account = machine.State.Budget.Account.Reserve(step.Id, attempt, most, BudgetShares.Of(machine.Definition));
        Put(machine, account);
        var held = account.Find(step.Id, attempt)!.Amount;
        var bounded = account.Limits.CostUsd is not null && (refusal is null || downgrades);
        return new Allowance(
            bounded ? held.CostUsd : task.MaxCostUsd, account.Limits.Tokens is null || refusal is not null ? null : held.Tokens, downgrades);
    }

    /// <summary>What a run below this one may spend: held like an attempt's part. Null = as much as it likes.</summary>
    public static BudgetLimits? Lend(Machine machine, string step, int attempt)
    {
        if (machine.State.Budget?.Account is not { } account || account.Limits is { CostUsd: null, Tokens: null })
        {
            return null;
        }

        account = account.Reserve(step, attempt, null, BudgetShares.Of(machine.Definition));
        Put(machine, account);
        var held = account.Find(step, attempt)!.Amount;
        return new BudgetLimits(account.Limits.CostUsd is null ? null : held.CostUsd, account.Limits.Tokens is null ? null : held.Tokens);
    }

    /// <summary>The run that was lent to ended.</summary>
    public static void Repay(Machine machine, string step, int attempt, RunEvent.ChildEnded ended) =>
        Settle(machine, step, attempt, new AttemptOutcome(OutcomeKind.Done, CostUsd: ended.CostUsd, Tokens: ended.Tokens));

    /// <summary>An attempt ended, for an open step or a closed one.</summary>
    public static void Settle(Machine machine, string step, int attempt, AttemptOutcome outcome)
    {
        if (machine.State.Budget?.Account is not { } account || account.Find(step, attempt) is not { } held)
        {
            return;
        }

        var used = new Spend(outcome.CostUsd, outcome.Tokens, 1);
        Put(machine, account.Settle(step, attempt, used));
        BudgetRecords.Overspent(machine, held, used, outcome);
        BudgetRecords.WarnOnce(machine);
        Resume(machine);
    }

    /// <summary>The worker of an attempt was lost: it may yet answer, but nobody waits for it.</summary>
    public static void Lose(Machine machine, string step, int attempt)
    {
        if (machine.State.Budget is { } budget)
        {
            Put(machine, budget.Account.Orphan(step, attempt));
            Resume(machine);
        }
    }

    /// <summary>What was to use it never began.</summary>
    public static void Release(Machine machine, string step, int attempt)
    {
        if (machine.State.Budget is { } budget)
        {
            Put(machine, budget.Account.Release(step, attempt));
            Resume(machine);
        }
    }

    /// <summary>The step ends with attempts under way, the last of which may never have been sent.</summary>
    public static void Close(Machine machine, AgentFrame step, bool neverSent)
    {
        if (machine.State.Budget?.Account is not { } account)
        {
            return;
        }

        foreach (var attempt in step.Out)
        {
            account = neverSent && attempt == step.Attempt ? account.Release(step.Id, attempt) : account.Orphan(step.Id, attempt);
        }

        Put(machine, account);
        Resume(machine);
    }

    /// <summary>Steps that wait go on in the order in which they began, up to the first there is still no room for.</summary>
    public static void Resume(Machine machine)
    {
        if (machine.State.IsOver || Next(machine) is null)
        {
            return;
        }

        machine.Post(null, () =>
        {
            if (Next(machine) is { } held)
            {
                AgentLadder.Dispatch(machine, held with { Phase = AgentPhase.Working }, (CallAgentTask)machine.TaskOf(held));
                if (machine.Find(held.Id) is not AgentFrame { Phase: AgentPhase.Held })
                {
                    Resume(machine);
                }
            }
        });
    }

    public static void Put(Machine machine, BudgetAccount account)
    {
        if (machine.State.Budget is { } budget && !ReferenceEquals(budget.Account, account))
        {
            machine.State = machine.State with { Budget = budget with { Account = account } };
        }
    }

    private static AgentFrame? Next(Machine machine) => machine.AllFrames.OfType<AgentFrame>()
        .Where(step => step.Phase == AgentPhase.Held).OrderBy(step => step.StartedAt).ThenBy(step => step.Id, StringComparer.Ordinal).FirstOrDefault();

    private static void Refuse(Machine machine, AgentFrame step, CallAgentTask task, BudgetSpec spec, BudgetMeasure measure, decimal? most)
    {
        var waits = machine.State.Budget!.Account.MayFree(measure);
        var why = BudgetWords.Refusal(machine, measure, most);
        Hold(machine, step, waits ? $"waiting for attempts under way: {why}" : why);
        if (waits)
        {
            return;
        }

        if (BudgetQuestion.IsAsked(machine, spec))
        {
            BudgetQuestion.Ask(machine, measure, why, isPause: spec.OnExceed == "pause");
        }
        else
        {
            Stop(machine, why, task.Path);
        }
    }

    public static void Stop(Machine machine, string why, string? task) => machine.Post(null, () => RunFlow.Fault(machine, new WorkflowError(
        ErrorTypes.Runtime, 402, "The run's budget is used up", why, task ?? BudgetWords.Path, "budget-exceeded")));

    private static void Hold(Machine machine, AgentFrame step, string reason)
    {
        var wasHeld = machine.Find(step.Id) is AgentFrame { Phase: AgentPhase.Held };
        machine.Put(step with { Phase = AgentPhase.Held });
        machine.Effects.Step(step, StepStatus.Waiting, reason);
        if (!wasHeld)
        {
            AgentRecords.Decided(machine, step, "budget.waiting", reason);
        }
    }
}
