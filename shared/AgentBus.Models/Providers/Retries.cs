using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace AgentBus.Models.Providers;

/// <summary>Retries at one provider of what a moment may cure: rate limits, 5xx, lost connections.</summary>
internal static class Retries
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    /// <summary>A retry-after beyond the bound is not waited for here: the caller parks the step and nobody holds a thread or a slot.</summary>
    public static RetryStrategyOptions Of(string provider, ProviderOptions options, ILogger logger) => new()
    {
        MaxRetryAttempts = options.Retries,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is ModelException { Error: { IsTransient: true } error } && (error.RetryAfter ?? TimeSpan.Zero) <= options.MaxRetryAfter),
        DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.AttemptNumber, (arguments.Outcome.Exception as ModelException)?.Error.RetryAfter, Random.Shared.NextDouble())),
        OnRetry = arguments =>
        {
            var code = arguments.Outcome.Exception is ModelException e ? e.Error.Code : ModelErrorCodes.ProviderUnavailable;
            Log.Retrying(logger, provider, code, arguments.AttemptNumber + 2, arguments.RetryDelay.TotalMilliseconds);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>
    /// Exponential with full jitter, after "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015): a draw from zero to the exponential bound. A retry-after is waited
    /// out, and up to a tenth longer, so that those who were told the same do not come back at once.
    /// </summary>
    internal static TimeSpan Delay(int retry, TimeSpan? retryAfter, double draw)
    {
        if (retryAfter is { } told)
        {
            return told * (1 + (0.1 * draw));
        }

        var bound = Base * Math.Pow(2, retry);
        return (bound < Most ? bound : Most) * draw;
    }
}
