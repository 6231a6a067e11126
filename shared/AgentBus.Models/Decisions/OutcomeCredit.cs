namespace AgentBus.Models.Decisions;

/// <summary>An outcome and one of the decisions it judges, at its place in the one order in which every gateway learns.</summary>
/// <param name="Position">Its place; rises from row to row, by 1.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Weight">This decision's share of it: 1, or 1/n of the n calls of an attempt.</param>
public sealed record OutcomeCredit(long Position, ModelDecision Decision, ModelOutcome Outcome, double Weight);
