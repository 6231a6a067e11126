namespace AgentBus.Models.Routing.Policies;

/// <summary>What an answer is worth less what it takes, in US dollars: quality * success - price * cost - second * latency - load.</summary>
/// <param name="SuccessUsd">Worth of a good answer.</param>
/// <param name="SecondUsd">Worth of a second saved.</param>
/// <param name="FullLoadUsd">What a candidate at its limit is worth less than an idle one.</param>
/// <param name="Price">Worth of a dollar saved; over 1 where a budget is running out.</param>
internal sealed record Utility(double SuccessUsd, double SecondUsd, double FullLoadUsd, double Price = 1)
{
    /// <summary>The weights of an objective.</summary>
    /// <param name="objective">What the caller wants most.</param>
    /// <param name="successUsd">Worth of a good answer where price and time count alike.</param>
    public static Utility For(Objective objective, double successUsd = DefaultSuccessUsd) => objective switch
    {
        Objective.Quality => new Utility(successUsd * 20, successUsd * 0.01, successUsd * 0.1),
        Objective.Cost => new Utility(successUsd * 0.2, successUsd * 0.001, successUsd * 0.01),
        Objective.Latency => new Utility(successUsd, successUsd * 0.2, successUsd * 0.1),
        _ => new Utility(successUsd, successUsd * 0.01, successUsd * 0.05),
    };

    /// <summary>Two cents: what people pay for a page of work they would otherwise check themselves is far more, what a short call costs far less.</summary>
    public const double DefaultSuccessUsd = 0.02;

    /// <summary>The utility of a call on a model, by the quality predicted for its prompt.</summary>
    public double Of(Expectation expected) => Of(expected, expected.Quality.Mean);

    /// <summary>The same by the quality usual for its step type.</summary>
    public double Usual(Expectation expected) => Of(expected, expected.Quality.Usual);

    /// <summary>The same by the quality over all step types.</summary>
    public double Fixed(Expectation expected) => Of(expected, expected.Quality.Fixed);

    /// <summary>A latency not known yet counts as none: the model gets measured.</summary>
    private double Of(Expectation expected, double quality) =>
        (quality * SuccessUsd) - (Price * (double)expected.CostUsd) - (SecondUsd * (expected.Latency?.TotalSeconds ?? 0)) - (FullLoadUsd * Math.Min(1, expected.Load));
}
