namespace AgentBus.Models.Routing.Quality;

/// <summary>A logged decision between what the prompt's predictions ask for and the best fixed choice, and what came of it.</summary>
/// <param name="Chosen">Index of the model that was called.</param>
/// <param name="Propensity">Probability with which it was chosen.</param>
/// <param name="Learned">Index of the model the prompt's predictions ask for.</param>
/// <param name="Fixed">Index of the best fixed choice.</param>
/// <param name="Utility">What came of the call.</param>
/// <param name="Predicted">Predicted utility of each model at the time of the decision.</param>
internal sealed record JudgedDecision(int Chosen, double Propensity, int Learned, int Fixed, double Utility, IReadOnlyList<double> Predicted)
{
    /// <summary>Where the choices differ, both must have been possible.</summary>
    public bool IsInformative => Learned == Fixed || Propensity < 1;

    /// <summary>Doubly robust estimate of what the learned choice gains over the fixed one.</summary>
    public double Gain => Learned == Fixed ? 0 : Value(Learned) - Value(Fixed);

    private double Value(int model) => Predicted[model] + (model == Chosen ? (Utility - Predicted[model]) / Propensity : 0);
}
