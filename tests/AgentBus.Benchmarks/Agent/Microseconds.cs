namespace AgentBus.Benchmarks;

/// <summary>Times as the processes of one machine tell them to each other: microseconds since 1970.</summary>
internal static class Microseconds
{
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
