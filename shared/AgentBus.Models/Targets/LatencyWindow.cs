namespace AgentBus.Models.Targets;

/// <summary>The latest latencies of a target: at most 64, none older than 10 minutes, so that a target that was slow once is tried again.</summary>
internal sealed class LatencyWindow
{
    internal const int Size = 64;
    internal const int Enough = 5;
    internal static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly (DateTimeOffset At, TimeSpan Latency, long OutputTokens)[] _ring = new (DateTimeOffset, TimeSpan, long)[Size];
    private long _count;
    private (long Count, DateTimeOffset At, Summary Value) _read = (-1, default, Summary.None);

    public void Add(DateTimeOffset now, TimeSpan latency, long outputTokens)
    {
        lock (_lock)
        {
            _ring[_count++ % Size] = (now, latency, outputTokens);
        }
    }

    /// <summary>Percentiles of the window; sorted again only after a new latency or a second.</summary>
    public Summary Read(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_read.Count != _count || now - _read.At > TimeSpan.FromSeconds(1))
            {
                _read = (_count, now, Summarise(now));
            }

            return _read.Value;
        }
    }

    private Summary Summarise(DateTimeOffset now)
    {
        var fresh = _ring.Take((int)Math.Min(_count, Size)).Where(x => now - x.At <= MaxAge).ToArray();
        if (fresh.Length == 0)
        {
            return Summary.None;
        }

        Array.Sort(fresh, (a, b) => a.Latency.CompareTo(b.Latency));
        return new Summary(fresh.Length, fresh[At(fresh.Length, 0.50)].Latency, fresh[At(fresh.Length, 0.95)].Latency, fresh.Average(x => (double)x.OutputTokens));
    }

    private static int At(int count, double share) => Math.Max(0, (int)Math.Ceiling(count * share) - 1);

    /// <summary>A summary of the window.</summary>
    /// <param name="Count">Latencies in it.</param>
    /// <param name="P50">Median.</param>
    /// <param name="P95">95th percentile.</param>
    /// <param name="OutputTokens">Mean tokens of an answer.</param>
    internal sealed record Summary(int Count, TimeSpan P50, TimeSpan P95, double OutputTokens)
    {
        public static Summary None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, 0);

        public bool IsKnown => Count >= Enough;
    }
}
