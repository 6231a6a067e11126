using System.Globalization;
using System.Text.RegularExpressions;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Durations: ISO 8601 (<c>PT1M30S</c>; a year is 365 days, a month 30) or an object of whole days, hours, minutes, seconds and milliseconds.</summary>
internal static class DurationReader
{
    private const string Form = "Write ISO 8601 such as PT30S or P1DT2H, or an object such as {seconds: 30}.";

    private static readonly Regex Iso = new(
        @"^P(?:([0-9]+(?:\.[0-9]+)?)Y)?(?:([0-9]+(?:\.[0-9]+)?)M)?(?:([0-9]+(?:\.[0-9]+)?)W)?(?:([0-9]+(?:\.[0-9]+)?)D)?" +
        @"(T(?:([0-9]+(?:\.[0-9]+)?)H)?(?:([0-9]+(?:\.[0-9]+)?)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?\z",
        RegexOptions.NonBacktracking);

    private static readonly (int Group, TimeSpan Unit)[] IsoUnits =
    [
        (1, TimeSpan.FromDays(365)), (2, TimeSpan.FromDays(30)), (3, TimeSpan.FromDays(7)), (4, TimeSpan.FromDays(1)),
        (6, TimeSpan.FromHours(1)), (7, TimeSpan.FromMinutes(1)), (8, TimeSpan.FromSeconds(1)),
    ];

    private static readonly Dictionary<string, TimeSpan> InlineUnits = new()
    {
        ["days"] = TimeSpan.FromDays(1),
        ["hours"] = TimeSpan.FromHours(1),
        ["minutes"] = TimeSpan.FromMinutes(1),
        ["seconds"] = TimeSpan.FromSeconds(1),
        ["milliseconds"] = TimeSpan.FromMilliseconds(1),
    };

    public static TimeSpan? Read(Cursor at)
    {
        switch (at.Kind)
        {
            case NodeKind.Object:
                return ReadInline(at);
            case NodeKind.String when RuntimeExpression.TryUnwrap(at.Node.Text, out _):
                at.Report($"{at.Label} is made by an expression, which is not yet supported for durations. {Form}");
                return null;
            case NodeKind.String:
                return ReadIso(at);
            default:
                at.Report($"{at.Label} must be a duration, not {Words.Of(at.Kind)}. {Form}");
                return null;
        }
    }

    private static TimeSpan? ReadInline(Cursor at)
    {
        if (at.Node.Members.Count == 0)
        {
            at.Report($"{at.Label} is an empty duration. {Form}");
            return null;
        }

        if (!at.IsObjectOf(InlineUnits.Keys))
        {
            return null;
        }

        var parts = at.Members.Where(m => InlineUnits.ContainsKey(m.Name)).Select(m => (m.Value.Integer(0, long.MaxValue) ?? 0, InlineUnits[m.Name]));
        return Sum(at, parts.Select(p => ((decimal)p.Item1, p.Item2)));
    }

    private static TimeSpan? ReadIso(Cursor at)
    {
        var match = Iso.Match(at.Node.Text);
        var parts = IsoUnits.Where(u => match.Groups[u.Group].Success).ToList();
        if (!match.Success || parts.Count == 0 || match.Groups[5].Value == "T")
        {
            at.Report($"{at.Label} is '{at.Node.Text}', which is no duration. {Form}");
            return null;
        }

        return Sum(at, parts.Select(p =>
            (decimal.TryParse(match.Groups[p.Group].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : decimal.MaxValue, p.Unit)));
    }

    private static TimeSpan? Sum(Cursor at, IEnumerable<(decimal Count, TimeSpan Unit)> parts)
    {
        try
        {
            return TimeSpan.FromTicks((long)parts.Sum(p => p.Count * p.Unit.Ticks));
        }
        catch (OverflowException)
        {
            at.Report($"{at.Label} is longer than {(long)TimeSpan.MaxValue.TotalDays} days.");
            return null;
        }
    }
}
