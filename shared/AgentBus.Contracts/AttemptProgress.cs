namespace AgentBus.Contracts;

/// <summary>Worker to registry: how far an attempt is, for people to see. May be lost.</summary>
/// <param name="Message">What is being done.</param>
/// <param name="Fraction">0..1, or null where unknown.</param>
public sealed record AttemptProgress(
    string Tenant, Guid Run, string Step, int Attempt, string Agent, string Worker, string Message, double? Fraction = null);
