using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentBus.Workflows.Definitions;

/// <summary>Durations as they are written: ISO 8601 (a year is 365 days, a month 30) or an object of whole units.</summary>
public static class DurationText
{
    private static readonly Regex Iso = new(
        @"^P(?:([0-9]+(?:\.[0-9]+)?)Y)?(?:([0-9]+(?:\.[0-9]+)?)M)?(?:([0-9]+(?:\.[0-9]+)?)W)?(?:([0-9]+(?:\.[0-9]+)?)D)?" +
        @"(T(?:([0-9]+(?:\.[0-9]+)?)H)?(?:([0-9]+(?:\.[0-9]+)?)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?\z",
        RegexOptions.NonBacktracking);

    private static readonly (int Group, TimeSpan Unit)[] IsoUnits =
    [
        (1, TimeSpan.FromDays(365)), (2, TimeSpan.FromDays(30)), (3, TimeSpan.FromDays(7)), (4, TimeSpan.FromDays(1)),
        (6, TimeSpan.FromHours(1)), (7, TimeSpan.FromMinutes(1)), (8, TimeSpan.FromSeconds(1)),
    ];

    /// <summary>A century. Longer ones would leave the calendar, which ends with the year 9999.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>The units of the object form.</summary>
    internal static readonly IReadOnlyDictionary<string, TimeSpan> Units = new Dictionary<string, TimeSpan>
    {
        ["days"] = TimeSpan.FromDays(1),
        ["hours"] = TimeSpan.FromHours(1),
        ["minutes"] = TimeSpan.FromMinutes(1),
        ["seconds"] = TimeSpan.FromSeconds(1),
        ["milliseconds"] = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>A duration that an expression made.</summary>
    /// <returns>Null when it is none, or longer than <see cref="Longest"/>.</returns>
    public static TimeSpan? Of(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return ParseIso(value.GetString()!) is { } parts ? Sum(parts) : null;
        }

        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any())
        {
            return null;
        }

        var units = new List<(decimal, TimeSpan)>();
        foreach (var member in value.EnumerateObject())
        {
            if (!Units.TryGetValue(member.Name, out var unit)
                || member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetDecimal(out var count) || count < 0)
            {
                return null;
            }

            units.Add((count, unit));
        }

        return Sum(units);
    }

    /// <summary>The parts of an ISO 8601 duration; null when the text is none.</summary>
    internal static IReadOnlyList<(decimal Count, TimeSpan Unit)>? ParseIso(string text)
    {
        var match = Iso.Match(text);
        var parts = IsoUnits.Where(u => match.Groups[u.Group].Success).ToList();
        return !match.Success || parts.Count == 0 || match.Groups[5].Value == "T"
            ? null
            : parts.ConvertAll(p =>
                (decimal.TryParse(match.Groups[p.Group].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : decimal.MaxValue, p.Unit));
    }

    /// <summary>Null when it is more than <see cref="Longest"/>.</summary>
    internal static TimeSpan? Sum(IEnumerable<(decimal Count, TimeSpan Unit)> parts)
    {
        try
        {
            var ticks = parts.Sum(p => p.Count * p.Unit.Ticks);
            return ticks <= Longest.Ticks ? TimeSpan.FromTicks((long)ticks) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
