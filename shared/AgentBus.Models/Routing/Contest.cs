namespace AgentBus.Models.Routing;

/// <summary>The choice that the prompt's predictions ask for beside the best fixed choice. Worths are predicted utilities in good answers: 1 is what a good answer is worth.</summary>
/// <param name="Learned">Name of the model the prompt's predictions ask for.</param>
/// <param name="Fixed">Name of the best fixed choice.</param>
/// <param name="LearnedWorth">Predicted worth of the first at this prompt.</param>
/// <param name="FixedWorth">Predicted worth of the second at this prompt.</param>
internal sealed record Contest(string Learned, string Fixed, double LearnedWorth, double FixedWorth);
