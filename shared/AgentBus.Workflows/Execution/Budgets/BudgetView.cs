using System.Text.Json;
using AgentBus.Workflows.Budgets;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Budgets;

/// <summary>
/// A budget as people and programs see it: <c>{limits, spent, reserved, left}</c>, each <c>{costUsd, tokens, requests}</c>; limits and left name what has
/// a bound, limits also <c>durationSeconds</c>.
/// </summary>
internal static class BudgetView
{
    public static JsonElement Of(RunBudget budget) => Json.Object(writer => Write(writer, budget));

    public static void Write(Utf8JsonWriter writer, RunBudget budget)
    {
        var account = budget.Account;
        writer.WriteStartObject("limits");
        Write(writer, account.Limits.CostUsd, account.Limits.Tokens, account.Limits.Requests);
        if (budget.Duration is { } duration)
        {
            writer.WriteNumber("durationSeconds", duration.TotalSeconds);
        }

        writer.WriteEndObject();
        Write(writer, "spent", account.Spent);
        Write(writer, "reserved", account.Reserved);
        writer.WriteStartObject("left");
        Write(writer, account.LeftUsd, account.LeftTokens, account.LeftRequests);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, string name, Spend spend)
    {
        writer.WriteStartObject(name);
        Write(writer, spend.CostUsd, spend.Tokens, spend.Requests);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, decimal? usd, long? tokens, int? requests)
    {
        if (usd is { } money)
        {
            writer.WriteNumber("costUsd", money);
        }

        if (tokens is { } some)
        {
            writer.WriteNumber("tokens", some);
        }

        if (requests is { } count)
        {
            writer.WriteNumber("requests", count);
        }
    }
}
