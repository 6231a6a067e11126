namespace AgentBus.Models.Routing.Evaluation;

/// <summary>One model for every call.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Quality">Mean quality.</param>
/// <param name="Cost">Cost of a call.</param>
public sealed record ModelFigures(string Model, double Quality, double Cost);
