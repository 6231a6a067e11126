using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentBus.Models.Telemetry;

/// <summary>The activity source and the meter of the model gateway.</summary>
public static class ModelsTelemetry
{
    /// <summary>Name of both; subscribe with <c>AddSource</c> and <c>AddMeter</c>.</summary>
    public const string Name = GenAi.Source;

    internal static Meter Meter { get; } = new(Name);

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram(
        GenAi.DurationMetric, "s", "Duration of a model call.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.DurationBuckets });

    internal static Histogram<double> FirstChunk { get; } = Meter.CreateHistogram(
        GenAi.FirstChunkMetric, "s", "Time to the first piece of a streamed answer.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.ChunkBuckets });

    internal static Histogram<double> Chunk { get; } = Meter.CreateHistogram(
        GenAi.ChunkMetric, "s", "Time from one piece of a streamed answer to the next.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = GenAi.ChunkBuckets });

    internal static Histogram<long> Tokens { get; } = Meter.CreateHistogram(
        GenAi.TokenMetric, "{token}", "Tokens of a model call.", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = GenAi.TokenBuckets });

    internal static Counter<double> Cost { get; } = Meter.CreateCounter<double>(GenAi.CostMetric, "{USD}", "Money spent on model calls.");
}
