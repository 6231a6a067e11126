using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;

namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>The budget's time: timers of the run that warn and say that it is up. Those of an earlier length are stale by their number.</summary>
internal static class BudgetTime
{
    public static void Arm(Machine machine, BudgetSpec spec)
    {
        if (machine.State.Budget is not { Duration: { } duration } budget)
        {
            return;
        }

        machine.Effects.SetTimer(Timer(TimerName.Budget, budget.Asked), machine.State.StartedAt + duration);
        if (spec.WarnAt is { } part && !budget.Warned)
        {
            machine.Effects.SetTimer(Timer(TimerName.BudgetWarning, budget.Asked), machine.State.StartedAt + (duration * part));
        }
    }

    public static void Disarm(Machine machine)
    {
        if (machine.State.Budget is { Duration: not null } budget)
        {
            machine.Effects.CancelTimer(Timer(TimerName.Budget, budget.Asked));
            machine.Effects.CancelTimer(Timer(TimerName.BudgetWarning, budget.Asked));
        }
    }

    public static void Elapsed(Machine machine, TimerName timer)
    {
        if (machine.State.Budget is not { } budget || machine.Definition.Settings.Budget is not { } spec || timer.Number != budget.Asked
            || machine.State.IsOver || machine.State.Status == RunStatus.Compensating)
        {
            return;
        }

        if (timer.Kind == TimerName.BudgetWarning)
        {
            BudgetRecords.Warn(machine);
            return;
        }

        switch (spec.OnExceed)
        {
            case "warn":
                BudgetRecords.Exceeded(machine, BudgetMeasure.Duration, "warn");
                break;
            case var _ when BudgetQuestion.IsAsked(machine, spec):
                machine.State = machine.State with { Budget = budget with { IsTimeUp = true } };
                BudgetQuestion.Ask(machine, BudgetMeasure.Duration, BudgetWords.Refusal(machine, BudgetMeasure.Duration, null), spec.OnExceed == "pause");
                break;
            default:
                BudgetFlow.Stop(machine, BudgetWords.Refusal(machine, BudgetMeasure.Duration, null), null);
                break;
        }
    }

    private static TimerName Timer(string kind, int number) => new(kind, number, TimerName.Run);
}
