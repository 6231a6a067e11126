namespace AgentBus.Models.Targets;

/// <summary>How all models are.</summary>
/// <param name="Models">The models, the default first.</param>
public sealed record ModelStateList(IReadOnlyList<ModelState> Models);
