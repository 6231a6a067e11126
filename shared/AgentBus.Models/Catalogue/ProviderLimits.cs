namespace AgentBus.Models.Catalogue;

/// <summary>Checks the numbers of a provider's configuration.</summary>
internal static class ProviderLimits
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IEnumerable<string> Errors(string at, ProviderOptions provider)
    {
        var (breaker, simulated) = (provider.Breaker, provider.Simulated);
        (bool IsWrong, string Error)[] checks =
        [
            (provider.Timeout < Second || provider.Timeout > TimeSpan.FromHours(2), $"Timeout is {provider.Timeout}; give 1 s to 2 h."),
            (provider.Retries is < 0 or > 10, $"Retries is {provider.Retries}; give 0 to 10."),
            (provider.MaxRetryAfter < TimeSpan.Zero || provider.MaxRetryAfter > TimeSpan.FromMinutes(5), $"MaxRetryAfter is {provider.MaxRetryAfter}; give 0 to 5 min."),
            (breaker.Failures is < 1 or > 100, $"Breaker:Failures is {breaker.Failures}; give 1 to 100."),
            (breaker.Break < Second || breaker.Break > TimeSpan.FromHours(1), $"Breaker:Break is {breaker.Break}; give 1 s to 1 h."),
            (breaker.MaxBreak < breaker.Break || breaker.MaxBreak > Day, $"Breaker:MaxBreak is {breaker.MaxBreak}; give Break ({breaker.Break}) to 1 day."),
            (breaker.QuotaBreak < Second || breaker.QuotaBreak > Day, $"Breaker:QuotaBreak is {breaker.QuotaBreak}; give 1 s to 1 day."),
            (simulated.Latency < TimeSpan.Zero || simulated.LatencySpread is not (>= 0 and <= 2), "Simulated:Latency must not be negative, LatencySpread 0 to 2."),
            (!IsShare(simulated.ErrorRate) || !IsShare(simulated.RateLimitedRate) || !IsShare(simulated.Quality), "Simulated:ErrorRate, RateLimitedRate and Quality must be 0 to 1."),
            (simulated.Words is < 1 or > 100_000, $"Simulated:Words is {simulated.Words}; give 1 to 100,000."),
        ];
        return checks.Where(c => c.IsWrong).Select(c => $"{at}:{c.Error}");
    }

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}
