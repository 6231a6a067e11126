namespace AgentBus.Workflows.Execution;

/// <summary>What an agent says one answer of a model was worth.</summary>
/// <param name="Decision">The decision that chose the model.</param>
/// <param name="Quality">0, worthless, to 1, right.</param>
public sealed record AnswerWorth(Guid Decision, double Quality);
