namespace AgentBus.Models.Routing.Evaluation;

/// <summary>A call with what each model's answer was worth.</summary>
/// <param name="Prompt">Its text.</param>
/// <param name="StepType">What kind of step asked; null where that is not known or not to be used.</param>
/// <param name="Quality">For each model, 0 to 1.</param>
public sealed record LabelledCall(string Prompt, string? StepType, IReadOnlyList<double> Quality);
