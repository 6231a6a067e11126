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
            yield return Line(Money(usd), Money(budget.Spent.CostUsd), Money(budget.Reserved.CostUsd), Left(budget.Left.CostUsd, Money));
        }

        if (budget?.Limits.Tokens is { } tokens)
        {
            yield return Line($"{Count(tokens)} tokens", Count(budget.Spent.Tokens), Count(budget.Reserved.Tokens), Left(budget.Left.Tokens, left => Count((long?)left)));
        }

        if (budget?.Limits.Requests is { } requests)
        {
            yield return Line($"{requests} attempts", Count(budget.Spent.Requests), Count(budget.Reserved.Requests), Left(budget.Left.Requests, left => Count((long?)left)));
        }

        if (budget?.Limits.DurationSeconds is { } seconds)
        {
            yield return $"budget: {TimeSpan.FromSeconds(seconds):g}";
        }
    }

    private static string Line(string limit, string spent, string reserved, string left) =>
        $"budget: {limit}: {spent} spent, {reserved} held for attempts under way, {left}";

    // Below 0 when an attempt used more than was held for it.
    private static string Left(decimal? left, Func<decimal?, string> words) => left < 0 ? $"{words(0)} left, {words(-left)} over" : $"{words(left)} left";

    private static string Money(decimal? usd) => string.Create(CultureInfo.InvariantCulture, $"${usd ?? 0:0.00####}");

    private static string Count(long? number) => string.Create(CultureInfo.InvariantCulture, $"{number ?? 0:N0}");
}
