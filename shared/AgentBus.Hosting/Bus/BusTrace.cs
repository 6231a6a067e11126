using System.Diagnostics;

namespace AgentBus.Hosting.Bus;

/// <summary>
/// W3C trace context over the bus. A trace goes on through a message even where nobody records it, so that logs of one run share a trace id.
/// </summary>
internal static class BusTrace
{
    public const string ParentHeader = "traceparent";
    public const string StateHeader = "tracestate";

    private static readonly ActivitySource Source = new("AgentBus.Bus");

    /// <summary>The span of a send, child of the message's own trace context, else of the current activity; null when nobody records.</summary>
    public static Activity? StartSend(OutgoingMessage message)
    {
        var parent = Parse(message.Headers.GetValueOrDefault(ParentHeader), message.Headers.GetValueOrDefault(StateHeader));
        return Source.StartActivity($"{message.Exchange} send", ActivityKind.Producer, parent);
    }

    /// <summary>The trace context a message goes out with; null when there is none.</summary>
    public static string? ParentOf(OutgoingMessage message, Activity? send) =>
        send?.Id ?? message.Headers.GetValueOrDefault(ParentHeader) ?? Activity.Current?.Id;

    /// <summary>The span of handling a message: child of its trace context even where the bus library began another trace.</summary>
    public static Activity StartHandle(string queue, string? traceParent, string? traceState)
    {
        var parent = Parse(traceParent, traceState);
        var current = Activity.Current;
        var goesOn = current is not null && (parent == default || current.TraceId == parent.TraceId);
        var name = $"{queue} handle";
        var activity = Source.StartActivity(name, ActivityKind.Consumer, goesOn ? default : parent);
        if (activity is not null)
        {
            return activity;
        }

        activity = new Activity(name);
        if (!goesOn && parent != default)
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
            activity.TraceStateString = parent.TraceState;
        }

        return activity.Start();
    }

    private static ActivityContext Parse(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, traceState, isRemote: true, out var context) ? context : default;
}
