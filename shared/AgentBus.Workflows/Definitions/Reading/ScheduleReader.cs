using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>schedule</c>: which events start a run.</summary>
internal static class ScheduleReader
{
    public static ScheduleSpec? Read(Cursor at)
    {
        if (!at.IsObjectOf("every", "cron", "after", "on"))
        {
            return null;
        }

        foreach (var name in (string[])["every", "cron", "after"])
        {
            if (at.Has(name))
            {
                at.ReportMember(name, $"schedule.{name} is not yet supported. Start runs by events (schedule.on) or by the API.");
            }
        }

        return new ScheduleSpec(at.Get("on") is { } on ? Strategy(on) : null);
    }

    private static EventStrategy? Strategy(Cursor on)
    {
        if (!on.IsObjectOf("one", "any", "all", "until"))
        {
            return null;
        }

        if (on.Has("until"))
        {
            on.ReportMember("until", "schedule.on.any.until is not yet supported. Remove it.");
        }

        var kinds = ((string[])["one", "any", "all"]).Where(on.Has).ToList();
        if (kinds is not [var kind])
        {
            on.Report("'on' must have exactly one of one, any and all.");
            return null;
        }

        return new EventStrategy(kind, Filters(kind, on.Get(kind)!));
    }

    private static IReadOnlyList<EventFilter> Filters(string kind, Cursor at)
    {
        if (kind != "one" && !at.Is(NodeKind.Array))
        {
            return [];
        }

        if (kind == "all" && at.Node.Items.Count > 1)
        {
            at.Report("starting a run when several events have come (schedule.on.all) is not yet supported. Use one or any.");
        }

        return [.. (kind == "one" ? [at] : at.Items).Select(Filter).OfType<EventFilter>()];
    }

    private static EventFilter? Filter(Cursor at)
    {
        if (!at.IsObjectOf("with", "correlate") || at.Required("with") is not { } with || !with.Is(NodeKind.Object))
        {
            return null;
        }

        if (at.Has("correlate"))
        {
            at.ReportMember("correlate", "correlation of events (correlate) is not yet supported. Remove it.");
        }

        if (with.Node.Members.Count == 0)
        {
            with.Report("'with' filters nothing. Add a member such as type.");
        }

        EventAttributes.Check(with);
        return new EventFilter(with.Get("type")?.Node is { Kind: NodeKind.String, Text: var type } ? type : null, with.ToJson())
        {
            Expressions = with.Members
                .Where(m => m.Value.Kind == NodeKind.String && RuntimeExpression.TryUnwrap(m.Value.Node.Text, out _))
                .Select(m => (m.Name, Expression: ExpressionReader.Read(m.Value)))
                .Where(m => m.Expression is not null)
                .ToDictionary(m => m.Name, m => m.Expression!),
        };
    }
}
