namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>A decision that was logged, its outcome, and what another policy would have done.</summary>
/// <param name="Chosen">Index of the model that was called.</param>
/// <param name="Propensity">Probability with which it was chosen, over 0 to 1.</param>
/// <param name="Reward">What came of it, such as 1 for a success and 0 for a failure.</param>
/// <param name="Target">Probability with which the other policy chooses each model.</param>
/// <param name="Predicted">Predicted reward of each model, by a model that has not seen this outcome.</param>
public sealed record LoggedChoice(int Chosen, double Propensity, double Reward, IReadOnlyList<double> Target, IReadOnlyList<double> Predicted)
{
    /// <summary>How much more often the other policy does what was done here.</summary>
    internal double Weight => Target[Chosen] / Propensity;
}
