namespace AgentBus.Models.Answers;

/// <summary>An answer that was paid for.</summary>
/// <param name="Model">Model that gave it.</param>
/// <param name="Provider">Provider of the model.</param>
/// <param name="Reason">Why that model.</param>
/// <param name="CostUsd">What it cost then, in US dollars.</param>
/// <param name="ResponseJson">The <c>ChatResponse</c> as JSON.</param>
public sealed record StoredAnswer(string Model, string Provider, string Reason, decimal CostUsd, string ResponseJson)
{
    /// <summary>Decision that the answer came from; null when there was none.</summary>
    public Guid? Decision { get; init; }

    /// <summary>How the words that were asked are spelled, for an answer that serves nearly the same words; null where case said nothing.</summary>
    public string? Shape { get; init; }

    /// <summary>When it was given.</summary>
    public DateTimeOffset At { get; init; }
}
