using System.Globalization;
using AgentBus.Cli.Api;

namespace AgentBus.Cli.Runs;

/// <summary>A run's budget, a line for each thing that has a bound.</summary>
internal static class BudgetLines
{
    public static IEnumerable<string> Of(Budget? budget)
    {
        if (budget?.Limits.CostUsd is { } usd)
        {
            yield return Line(Money(usd), Money(budget.Spent.CostUsd), Money(budget.Reserved.CostUsd), Money(budget.Left.CostUsd));
        }

        if (budget?.Limits.Tokens is { } tokens)
        {
            yield return Line($"{Count(tokens)} tokens", Count(budget.Spent.Tokens), Count(budget.Reserved.Tokens), Count(budget.Left.Tokens));
        }

        if (budget?.Limits.Requests is { } requests)
        {
            yield return Line($"{requests} attempts", Count(budget.Spent.Requests), Count(budget.Reserved.Requests), Count(budget.Left.Requests));
        }

        if (budget?.Limits.DurationSeconds is { } seconds)
        {
            yield return $"budget: {TimeSpan.FromSeconds(seconds):g}";
        }
    }

    private static string Line(string limit, string spent, string reserved, string left) =>
        $"budget: {limit}: {spent} spent, {reserved} held for attempts under way, {left} left";

    private static string Money(decimal? usd) => string.Create(CultureInfo.InvariantCulture, $"${usd ?? 0:0.00####}");

    private static string Count(long? number) => string.Create(CultureInfo.InvariantCulture, $"{number ?? 0:N0}");
}
