using System.Diagnostics;

namespace AgentBus.Benchmarks;

internal static class Stopwatches
{
    /// <summary>Milliseconds that it took.</summary>
    public static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Math.Round(Stopwatch.GetElapsedTime(began).TotalMilliseconds, 1);
    }
}
