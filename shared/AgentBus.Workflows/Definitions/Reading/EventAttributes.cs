using System.Globalization;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>The CloudEvents attributes of an event to emit or to wait for; others are extension attributes and free.</summary>
internal static class EventAttributes
{
    public static void Check(Cursor with)
    {
        foreach (var name in (string[])["id", "type", "subject", "datacontenttype"])
        {
            with.Get(name)?.Is(NodeKind.String);
        }

        foreach (var name in (string[])["source", "dataschema"])
        {
            if (with.Get(name) is { } uri)
            {
                UriText.Check(uri);
            }
        }

        if (with.Get("time") is { } time && time.Text() is { } text && !RuntimeExpression.TryUnwrap(text, out _)
            && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            time.Report($"'time' must be a date and time such as 2026-01-31T12:00:00Z, not '{text}'.");
        }
    }
}
