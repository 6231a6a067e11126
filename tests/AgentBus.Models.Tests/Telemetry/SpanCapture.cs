using System.Collections.Concurrent;
using System.Diagnostics;
using AgentBus.Models.Telemetry;

namespace AgentBus.Models.Tests.Telemetry;

/// <summary>The spans of the calls made below it, and no others.</summary>
internal sealed class SpanCapture : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly Activity _root = new Activity("test").Start();
    private readonly ActivityListener _listener;

    public SpanCapture()
    {
        var trace = _root.TraceId;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ModelsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Keep(span, trace),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> All => _spans;

    /// <summary>The span of the one call.</summary>
    public Activity Call => _spans.Single(span => span.ParentSpanId == _root.SpanId);

    /// <summary>Its children in the order of their beginning.</summary>
    public IReadOnlyList<Activity> Below(Activity call) => [.. _spans.Where(span => span.ParentSpanId == call.SpanId).OrderBy(span => span.StartTimeUtc)];

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
    }

    private void Keep(Activity span, ActivityTraceId trace)
    {
        if (span.TraceId == trace)
        {
            _spans.Enqueue(span);
        }
    }
}
