namespace AgentBus.Contracts;

/// <summary>Worker to registry: how far an attempt is, for people to see. May be lost.</summary>
/// <param name="Fraction">0..1, or null where unknown.</param>
/// <param name="Message">What is being done.</param>
public sealed record AttemptProgress(
    string Tenant, Guid Run, string Step, int Attempt, string Agent, string Worker, double? Fraction, string Message);
