namespace AgentBus.Models.Routing;

/// <summary>How good an answer of a model is expected to be.</summary>
/// <param name="Mean">0, worthless, to 1, right.</param>
/// <param name="Error">Standard error of the mean; 0 when it is a configured prior.</param>
/// <param name="Outcomes">Outcomes it rests on.</param>
internal readonly record struct QualityEstimate(double Mean, double Error = 0, double Outcomes = 0);
