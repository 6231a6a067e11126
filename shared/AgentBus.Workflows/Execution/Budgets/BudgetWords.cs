using System.Globalization;
using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>A budget for people.</summary>
internal static class BudgetWords
{
    /// <summary>Where it stands in the definition.</summary>
    public const string Path = "/document/metadata/agentbus/budget";

    public static string Refusal(Machine machine, BudgetMeasure measure, decimal? most)
    {
        var budget = machine.State.Budget!;
        var account = budget.Account;
        return measure switch
        {
            BudgetMeasure.Cost => $"{Of(account.Limits.CostUsd)} may be spent, {Of(account.Spent.CostUsd)} was and {Of(account.Reserved.CostUsd)} is held for attempts under way"
                + (most is { } needed ? $"; this attempt may cost {Of(needed)}" : ""),
            BudgetMeasure.Tokens => $"{account.Limits.Tokens:N0} tokens may be used, {account.Spent.Tokens:N0} were and {account.Reserved.Tokens:N0} are held for attempts under way",
            BudgetMeasure.Requests => $"{account.Limits.Requests} attempts may be sent to agents, {account.Spent.Requests + account.Reserved.Requests} were",
            _ => $"the run may take {Backoffs.InWords(budget.Duration ?? TimeSpan.Zero)}",
        };
    }

    /// <summary>Money, as precise as it needs to be.</summary>
    public static string Of(decimal? usd) => string.Create(CultureInfo.InvariantCulture, $"${usd ?? 0:0.######}");

    public static string NameOf(BudgetMeasure measure) => JsonNamingPolicy.CamelCase.ConvertName(measure.ToString());
}
