using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Durations: ISO 8601 (<c>PT1M30S</c>; a year is 365 days, a month 30) or an object of whole days, hours, minutes, seconds and milliseconds.</summary>
internal static class DurationReader
{
    private const string Form = "Write ISO 8601 such as PT30S or P1DT2H, or an object such as {seconds: 30}.";

    /// <summary>One that is known when the document is read.</summary>
    public static TimeSpan? Read(Cursor at)
    {
        switch (at.Kind)
        {
            case NodeKind.Object:
                return ReadInline(at);
            case NodeKind.String when RuntimeExpression.TryUnwrap(at.Node.Text, out _):
                at.Report($"{at.Label} is made by an expression; only 'wait', timeouts and the delay of a retry may be. {Form}");
                return null;
            case NodeKind.String:
                return ExpressionReader.IsUnclosed(at) ? null : ReadIso(at);
            default:
                at.Report($"{at.Label} must be a duration, not {Words.Of(at.Kind)}. {Form}");
                return null;
        }
    }

    /// <summary>One that may be made by an expression.</summary>
    public static Duration? ReadOrCompute(Cursor at) =>
        at.Kind == NodeKind.String && RuntimeExpression.TryUnwrap(at.Node.Text, out _)
            ? ExpressionReader.Read(at) is { } expression ? new Duration.Computed(expression) : null
            : Read(at) is { } known ? new Duration.Fixed(known) : null;

    private static TimeSpan? ReadInline(Cursor at)
    {
        if (at.Node.Members.Count == 0)
        {
            at.Report($"{at.Label} is an empty duration. {Form}");
            return null;
        }

        if (!at.IsObjectOf([.. DurationText.Units.Keys]))
        {
            return null;
        }

        return Sum(at, at.Members.Where(m => DurationText.Units.ContainsKey(m.Name))
            .Select(m => ((decimal)(m.Value.Integer(0, long.MaxValue) ?? 0), DurationText.Units[m.Name])));
    }

    private static TimeSpan? ReadIso(Cursor at)
    {
        if (DurationText.ParseIso(at.Node.Text) is { } parts)
        {
            return Sum(at, parts);
        }

        at.Report($"{at.Label} is '{at.Node.Text}', which is no duration. {Form}");
        return null;
    }

    private static TimeSpan? Sum(Cursor at, IEnumerable<(decimal Count, TimeSpan Unit)> parts)
    {
        if (DurationText.Sum(parts) is { } sum)
        {
            return sum;
        }

        at.Report($"{at.Label} is longer than {(long)DurationText.Longest.TotalDays} days. Make it shorter.");
        return null;
    }
}
