namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>A row of logged decisions.</summary>
/// <param name="Prompt">Text of the call; may be empty, then only the step type predicts.</param>
/// <param name="StepType">What kind of step asked; null where that is not known.</param>
/// <param name="Chosen">Name of the model that was called.</param>
/// <param name="Propensity">Probability with which it was chosen, over 0 to 1.</param>
/// <param name="Reward">What came of it, 0 to 1.</param>
/// <param name="Target">Name of the model that the other policy would have called.</param>
public sealed record LoggedCall(string Prompt, string? StepType, string Chosen, double Propensity, double Reward, string Target);
