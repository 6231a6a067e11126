using System.Globalization;

namespace AgentBus.Cli.Models;

/// <summary>Options of the form <c>name=value,name=value</c>.</summary>
internal static class NamedValues
{
    /// <summary>The pairs in the order given.</summary>
    public static IReadOnlyList<(string Name, string Value)> Parse(string option, string given)
    {
        var pairs = given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => Pair(option, pair)).ToList();
        return pairs.GroupBy(pair => pair.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw CliException.Usage($"{option} names '{twice.Key}' twice.")
            : pairs;
    }

    /// <summary>A cost, 0 or more.</summary>
    public static double Cost(string option, string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var cost) && cost >= 0 && double.IsFinite(cost)
            ? cost
            : throw CliException.Usage($"{option} gives '{value}' for '{name}'; a number of 0 or more is wanted.");

    private static (string Name, string Value) Pair(string option, string pair) =>
        pair.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value]
            ? (name, value)
            : throw CliException.Usage($"{option} takes name=value,name=value; '{pair}' is not of this form.");
}
