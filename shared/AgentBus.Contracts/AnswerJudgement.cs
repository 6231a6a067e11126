namespace AgentBus.Contracts;

/// <summary>What one answer of a model was worth to the agent that asked; the model gateway learns from it.</summary>
/// <param name="Decision">The decision by which the gateway chose the model, as its answer told it.</param>
/// <param name="Quality">0, worthless, to 1, right.</param>
public sealed record AnswerJudgement(Guid Decision, double Quality);
