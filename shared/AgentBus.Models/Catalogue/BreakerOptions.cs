namespace AgentBus.Models.Catalogue;

/// <summary>When a model counts as down, and for how long, under <c>Models:Providers:{name}:Breaker</c>.</summary>
public sealed class BreakerOptions
{
    /// <summary>Failures in a row after which it is not asked for a while. Default 3; 1 to 100.</summary>
    public int Failures { get; set; } = 3;

    /// <summary>How long it is not asked the first time; doubles with each failed probe. Default 30 s; 1 s to 1 h.</summary>
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that doubles to. Default 5 minutes; up to 1 day.</summary>
    public TimeSpan MaxBreak { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a provider without credit is not asked when it does not say. Default 10 minutes; 1 s to 1 day.</summary>
    public TimeSpan QuotaBreak { get; set; } = TimeSpan.FromMinutes(10);
}
