using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Targets;

/// <summary>What is known of a target right now: breaker, rate limits, calls under way, latencies. It outlives a reload of the configuration.</summary>
internal sealed class Target(TargetKey key, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TokenBucket _requests = new();
    private readonly TokenBucket _tokens = new();
    private DateTimeOffset _limitedUntil;

    public TargetKey Key => key;

    public Breaker Breaker { get; } = new();

    public FairSlots Slots { get; } = new();

    public LatencyWindow Latencies { get; } = new();

    /// <summary>Until when the provider said not to come again; null when that is over.</summary>
    public DateTimeOffset? LimitedUntil
    {
        get
        {
            lock (_lock)
            {
                return _limitedUntil > time.GetUtcNow() ? _limitedUntil : null;
            }
        }
    }

    /// <summary>Why a call cannot go there now, with the time after which it can; null when it can.</summary>
    public ModelError? Obstacle(CatalogueModel model, long tokens)
    {
        var now = time.GetUtcNow();
        if (Breaker.OpenUntil(now) is { } until)
        {
            return new ModelError(
                ModelErrorCodes.ProviderUnavailable, 503, $"'{model.Name}' of '{key.Provider}' is down and not asked before {until:HH:mm:ss} UTC ({Breaker.Read(now).Reason ?? "it is being probed"})", until - now);
        }

        var wait = LimitedUntil - now ?? OwnLimit(model.Limits, tokens, now);
        return wait > TimeSpan.Zero
            ? new ModelError(ModelErrorCodes.RateLimited, 429, $"'{model.Name}' of '{key.Provider}' is over its rate limit for another {wait.TotalSeconds:0.###} s", wait)
            : null;
    }

    /// <summary>95th percentile of the latency, longer the more calls wait; null when nothing is known.</summary>
    public TimeSpan? ExpectedLatency(CatalogueModel model)
    {
        var seen = Latencies.Read(time.GetUtcNow());
        var latency = seen.IsKnown ? seen.P95 : model.ExpectedLatency;
        var limit = model.Limits.Concurrency;
        return limit == 0 || latency is not { } alone ? latency : alone * (1 + (Slots.Count.Waiting / (double)limit));
    }

    /// <summary>Calls under way and waiting, as a share of what it takes at once.</summary>
    public double Load(CatalogueModel model)
    {
        var (busy, waiting) = Slots.Count;
        return model.Limits.Concurrency == 0 ? 0 : (busy + waiting) / (double)model.Limits.Concurrency;
    }

    public void Limit(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            _limitedUntil = until > _limitedUntil ? until : _limitedUntil;
        }
    }

    /// <summary>Counts a call against the limits of a minute.</summary>
    public void Take(ModelLimits limits, double tokens)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _requests.Take(now, limits.RequestsPerMinute, 1);
            _tokens.Take(now, limits.TokensPerMinute, tokens);
        }
    }

    private TimeSpan OwnLimit(ModelLimits limits, double tokens, DateTimeOffset now)
    {
        lock (_lock)
        {
            var (requests, amount) = (_requests.Wait(now, limits.RequestsPerMinute, 1), _tokens.Wait(now, limits.TokensPerMinute, tokens));
            return requests > amount ? requests : amount;
        }
    }
}
