namespace AgentBus.Orchestrator.Relay;

/// <summary>Waits between tries: 250 ms, doubled each time, at most 30 s.</summary>
internal static class Backoff
{
    /// <summary>The try whose wait is 2 s: for a broker that says "not now".</summary>
    public const int Patient = 4;

    private static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    public static TimeSpan After(int attempt)
    {
        var delay = TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Min(attempt - 1, 10)));
        return delay < Max ? delay : Max;
    }
}
