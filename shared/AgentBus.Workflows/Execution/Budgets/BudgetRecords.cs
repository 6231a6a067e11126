using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Execution.Control;

namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>What the history and the outside learn of the budget.</summary>
internal static class BudgetRecords
{
    private const string WarningType = "agentbus.budget.warning";

    /// <summary>Warns when so much is spent; once, and once more after a raise.</summary>
    public static void WarnOnce(Machine machine)
    {
        if (machine.Definition.Settings.Budget?.WarnAt is { } part && machine.State.Budget!.Account.SpentPart() >= part)
        {
            Warn(machine);
        }
    }

    public static void Warn(Machine machine)
    {
        if (machine.State.Budget is not { Warned: false } budget)
        {
            return;
        }

        machine.State = machine.State with { Budget = budget with { Warned = true } };
        machine.Effects.Record("budget.warning", null, writer => BudgetView.Write(writer, budget));
        machine.Effects.Add(new Effect.Publish(Json.Object(writer =>
        {
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", StepGuid.Of(machine.State.Run, $"budget.warning#{budget.Asked}"));
            writer.WriteString("source", $"/agentbus/{machine.Definition.Key.Namespace}/{machine.Definition.Key.Name}");
            writer.WriteString("type", WarningType);
            writer.WriteString("subject", machine.State.Run.ToString());
            writer.WriteString("time", machine.Now);
            writer.WriteString("datacontenttype", "application/json");
            writer.WriteStartObject("data");
            BudgetView.Write(writer, budget);
            writer.WriteEndObject();
        })));
    }

    /// <summary>The budget is left behind, as its definition allows; told once.</summary>
    public static void Exceeded(Machine machine, BudgetMeasure measure, string then)
    {
        if (machine.State.Budget is { Exceeded: false } budget)
        {
            machine.State = machine.State with { Budget = budget with { Exceeded = true } };
            machine.Effects.Record("budget.exceeded", null, writer =>
            {
                writer.WriteString("measure", BudgetWords.NameOf(measure));
                writer.WriteString("then", then);
                writer.WriteString("reason", BudgetWords.Refusal(machine, measure, null));
            });
        }
    }

    /// <summary>An agent used more than was held for it: the one way to spend more than there is.</summary>
    public static void Overspent(Machine machine, Reservation held, Spend used, AttemptOutcome outcome)
    {
        var limits = machine.State.Budget!.Account.Limits;
        if ((limits.CostUsd is null || used.CostUsd <= held.Amount.CostUsd) && (limits.Tokens is null || used.Tokens <= held.Amount.Tokens))
        {
            return;
        }

        machine.Effects.Record("budget.overspent", held.Step, writer =>
        {
            // A plan's run holds its part under the plan's number, negated.
            writer.WriteNumber(held.Attempt < 0 ? "plan" : "attempt", Math.Abs(held.Attempt));
            writer.Member("agent", outcome.Agent);
            BudgetView.Write(writer, "reserved", held.Amount);
            BudgetView.Write(writer, "used", used);
        });
    }
}
