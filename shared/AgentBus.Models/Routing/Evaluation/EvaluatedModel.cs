namespace AgentBus.Models.Routing.Evaluation;

/// <summary>A model of an evaluation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cost">What a call costs, in any unit.</param>
public sealed record EvaluatedModel(string Name, double Cost);
