using System.Security.Cryptography;
using System.Text;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Failures;

/// <summary>Delays between tries.</summary>
internal static class Backoffs
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>
    /// Delay before a retry. Full and equal jitter as in M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
    /// </summary>
    /// <param name="retry">1 for the first retry.</param>
    /// <param name="luck">0..1, in place of a random number.</param>
    public static TimeSpan Delay(RetryPolicy policy, int retry, double luck)
    {
        var factor = policy.Backoff switch
        {
            Backoff.Linear => retry,
            Backoff.Exponential => Math.Pow(policy.Multiplier, retry - 1),
            _ => 1,
        };
        var bound = policy.MaxDelay is { } max && max < Longest ? max : Longest;
        var delay = Math.Min(policy.Delay.TotalSeconds * factor, bound.TotalSeconds);
        delay = policy.Jitter switch
        {
            JitterKind.Full => delay * luck,
            JitterKind.Equal => (delay / 2) + (delay / 2 * luck),
            _ => delay,
        };
        var extra = policy.JitterRange is { } range ? range.From + ((range.To - range.From) * luck) : TimeSpan.Zero;
        return TimeSpan.FromSeconds(delay) + extra;
    }

    /// <summary>0..1, evenly spread, the same for the same run, step and attempt: a repeated decision is the same decision.</summary>
    public static double Luck(Guid run, string step, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run:N}:{step}:{attempt}"));
        return BitConverter.ToUInt32(hash, 0) / (double)uint.MaxValue;
    }

    /// <summary>A delay in words, such as <c>3.2 s</c> or <c>2.5 min</c>.</summary>
    public static string InWords(TimeSpan delay) =>
        delay.TotalSeconds < 90 ? $"{delay.TotalSeconds:0.#} s"
        : delay.TotalMinutes < 90 ? $"{delay.TotalMinutes:0.#} min"
        : $"{delay.TotalHours:0.#} h";
}
