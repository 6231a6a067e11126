namespace AgentBus.Models.Targets;

/// <summary>What a model is by the catalogue, and how it is right now, as this process sees it.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Region">Its region.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="IsReady">Whether its provider's key, when it needs one, is there.</param>
/// <param name="Breaker"><c>closed</c>, <c>open</c> or <c>halfOpen</c>.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="OpenUntil">When an open breaker lets a probe pass.</param>
/// <param name="LastFailure">The last failure in words, while the breaker is not closed.</param>
/// <param name="LimitedUntil">Until when its provider said not to come again.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="Waiting">Calls that wait for a slot.</param>
/// <param name="Concurrency">Calls it takes at once; 0 for no limit.</param>
/// <param name="LatencyP50Ms">Median latency of the last 10 minutes, in milliseconds; null while there is none.</param>
/// <param name="LatencyP95Ms">95th percentile of the same.</param>
public sealed record ModelState(
    string Model,
    string Provider,
    string? Region,
    string? Tier,
    bool IsReady,
    string Breaker,
    int Failures,
    DateTimeOffset? OpenUntil,
    string? LastFailure,
    DateTimeOffset? LimitedUntil,
    int UnderWay,
    int Waiting,
    int Concurrency,
    double? LatencyP50Ms,
    double? LatencyP95Ms)
{
    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>US dollars per million tokens of prompt.</summary>
    public decimal InputUsdPerMillion { get; init; }

    /// <summary>US dollars per million tokens of answer.</summary>
    public decimal OutputUsdPerMillion { get; init; }

    /// <summary>Tokens of prompt and answer together.</summary>
    public int ContextWindow { get; init; }

    /// <summary>How good its answers are thought to be before anything is learned, 0 to 1.</summary>
    public double Quality { get; init; }
}
