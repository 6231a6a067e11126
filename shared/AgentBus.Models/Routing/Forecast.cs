namespace AgentBus.Models.Routing;

/// <summary>What a call would cost, take and be worth on one model.</summary>
/// <param name="CostUsd">Likely cost.</param>
/// <param name="Latency">95th percentile of its time under the load of now; zero where nothing is known.</param>
/// <param name="Load">Share of its rate or concurrency limit in use, 0 to 1.</param>
/// <param name="Quality">Probability that the answer to this prompt is good, 0 to 1.</param>
/// <param name="UsualQuality">The same for any prompt of this step type.</param>
/// <param name="FixedQuality">The same for any prompt of any step type; what one choice for all calls goes by.</param>
/// <param name="Outcomes">How many outcomes of the model were ever seen.</param>
internal sealed record Forecast(decimal CostUsd, TimeSpan Latency, double Load, double Quality, double UsualQuality, double FixedQuality, double Outcomes = 0)
{
    /// <summary>Nothing is known: free, at once, an even chance.</summary>
    public static readonly Forecast Unknown = new(0, TimeSpan.Zero, 0, 0.5, 0.5, 0.5);
}
