using System.Globalization;
using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>
/// Asks a person to raise the run's budget: one question for the whole run, however many steps wait. Approving raises it, by what the form says or
/// else by what it was at first; denying ends the run.
/// </summary>
internal static class BudgetQuestion
{
    private const string IdPrefix = "budget#";

    private static readonly JsonElement Form = JsonElement.Parse(
        """
        {
          "type": ["object", "null"],
          "properties": {
            "raiseUsd": { "type": "number", "minimum": 0 },
            "raiseTokens": { "type": "integer", "minimum": 0 },
            "raiseRequests": { "type": "integer", "minimum": 0 },
            "raiseMinutes": { "type": "number", "minimum": 0 }
          },
          "additionalProperties": false
        }
        """u8);

    public static bool Is(string question) => question.StartsWith(IdPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Whether a person is asked rather than the run stopped. Always in a run that an operator had go on after its end: stopped by the same
    /// budget again it could never end well.
    /// </summary>
    public static bool IsAsked(Machine machine, BudgetSpec spec) => spec.OnExceed is "approve" or "pause" || machine.State.Revivals > 0;

    public static void Ask(Machine machine, BudgetMeasure measure, string why, bool isPause)
    {
        if (machine.State.Budget is not { Asking: null } budget)
        {
            return;
        }

        BudgetTime.Disarm(machine);
        budget = budget with { Asked = budget.Asked + 1, Asking = measure, IsPaused = isPause };
        machine.State = machine.State with { Budget = budget };
        var id = $"{IdPrefix}{budget.Asked}";
        var order = new ApprovalOrder(
            id, BudgetWords.Path, Limits.Clip($"The run's budget is used up: {why}. Raise it by {Usual(machine, measure)}?"), BudgetView.Of(budget),
            [], [], Form, null);
        machine.Effects.Ask(order);
        machine.Effects.Record("approval.requested", id, writer => writer.WriteString("title", order.Title));
    }

    public static void Decided(Machine machine, RunEvent.ApprovalDecided decision)
    {
        if (machine.State.Budget is not { Asking: { } measure } budget || decision.Step != $"{IdPrefix}{budget.Asked}" || machine.State.IsOver)
        {
            return;
        }

        Approvals.Decided(machine, decision.Step, decision.Step, decision);
        budget = budget with { Asking = null, IsPaused = false };
        if (!decision.Approved)
        {
            machine.State = machine.State with { Budget = budget };
            BudgetFlow.Stop(machine, $"{BudgetWords.Refusal(machine, measure, null)}; a raise was {Approvals.InWords(decision)}", null);
            return;
        }

        var (by, longer) = Raise(machine, measure, decision.Form);
        machine.State = machine.State with
        {
            Budget = budget with
            {
                Account = budget.Account.Raise(by),
                Duration = budget.Duration + longer,
                IsTimeUp = budget.IsTimeUp && longer <= TimeSpan.Zero,
                Warned = false,
            },
        };
        machine.Effects.Record("budget.raised", null, writer =>
        {
            writer.WriteString("by", decision.By);
            BudgetView.Write(writer, machine.State.Budget);
        });
        BudgetTime.Arm(machine, machine.Definition.Settings.Budget!);
        BudgetFlow.Resume(machine);
    }

    /// <summary>The run is over: the question, if it is open, is closed.</summary>
    public static void Withdraw(Machine machine)
    {
        if (machine.State.Budget is { Asking: not null } budget)
        {
            machine.State = machine.State with { Budget = budget with { Asking = null, IsPaused = false } };
            machine.Effects.CloseApproval($"{IdPrefix}{budget.Asked}", "cancelled");
        }
    }

    private static (BudgetLimits By, TimeSpan Longer) Raise(Machine machine, BudgetMeasure measure, JsonElement? form)
    {
        var spec = machine.Definition.Settings.Budget!;
        if (form is not { ValueKind: JsonValueKind.Object } given)
        {
            return measure switch
            {
                BudgetMeasure.Cost => (new BudgetLimits(CostUsd: spec.MaxCostUsd), TimeSpan.Zero),
                BudgetMeasure.Tokens => (new BudgetLimits(Tokens: spec.MaxTokens), TimeSpan.Zero),
                BudgetMeasure.Requests => (new BudgetLimits(Requests: spec.MaxRequests), TimeSpan.Zero),
                _ => (new BudgetLimits(), spec.MaxDuration ?? TimeSpan.Zero),
            };
        }

        return (new BudgetLimits(Number(given, "raiseUsd"), (long?)Number(given, "raiseTokens"), (int?)Number(given, "raiseRequests")),
            TimeSpan.FromMinutes((double)(Number(given, "raiseMinutes") ?? 0)));
    }

    private static decimal? Number(JsonElement form, string name) =>
        form.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and < 1_000_000_000
            ? number
            : null;

    private static string Usual(Machine machine, BudgetMeasure measure)
    {
        var spec = machine.Definition.Settings.Budget!;
        return measure switch
        {
            BudgetMeasure.Cost => BudgetWords.Of(spec.MaxCostUsd),
            BudgetMeasure.Tokens => string.Create(CultureInfo.InvariantCulture, $"{spec.MaxTokens:N0} tokens"),
            BudgetMeasure.Requests => $"{spec.MaxRequests} attempts",
            _ => Backoffs.InWords(spec.MaxDuration ?? TimeSpan.Zero),
        };
    }
}
