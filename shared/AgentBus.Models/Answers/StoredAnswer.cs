namespace AgentBus.Models.Answers;

/// <summary>An answer that was paid for.</summary>
/// <param name="Model">Model that gave it.</param>
/// <param name="Provider">Provider of the model.</param>
/// <param name="Reason">Why that model.</param>
/// <param name="CostUsd">What it cost then, in US dollars.</param>
/// <param name="ResponseJson">The <c>ChatResponse</c> as JSON.</param>
public sealed record StoredAnswer(string Model, string Provider, string Reason, decimal CostUsd, string ResponseJson);
