using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads which events a <c>listen</c> or a schedule wants.</summary>
internal static class EventStrategyReader
{
    public static EventStrategy? Read(Cursor at) => Read(at, nested: false);

    private static EventStrategy? Read(Cursor at, bool nested)
    {
        if (!at.IsObjectOf(EventStrategy.One, EventStrategy.Any, EventStrategy.All, "until"))
        {
            return null;
        }

        var kinds = ((string[])[EventStrategy.One, EventStrategy.Any, EventStrategy.All]).Where(at.Has).ToList();
        if (kinds is not [var kind])
        {
            at.Report($"{at.Label} must have exactly one of one, any and all.");
            return null;
        }

        var strategy = new EventStrategy(kind, Filters(kind, at.Get(kind)!));
        if (at.Get("until") is not { } until)
        {
            return strategy;
        }

        if (nested || kind != EventStrategy.Any)
        {
            at.ReportMember("until", nested ? "'until' has no 'until' of its own. Remove it." : $"'until' ends an 'any'; '{kind}' ends by itself. Remove it.");
            return strategy;
        }

        return until.Kind == NodeKind.String
            ? strategy with { UntilCondition = ExpressionReader.Read(until) }
            : strategy with { Until = Read(until, nested: true) };
    }

    private static IReadOnlyList<EventFilter> Filters(string kind, Cursor at)
    {
        if (kind == EventStrategy.One)
        {
            return EventFilterReader.Read(at) is { } only ? [only] : [];
        }

        if (!at.Is(NodeKind.Array))
        {
            return [];
        }

        if (kind == EventStrategy.All && at.Node.Items.Count == 0)
        {
            at.Report("'all' of no events would never be reached. Name an event, or write 'any: []' for the first that comes.");
        }

        return [.. at.Items.Select(EventFilterReader.Read).OfType<EventFilter>()];
    }
}
