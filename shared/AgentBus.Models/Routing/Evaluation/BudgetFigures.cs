namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Quality at a budget, from that of the cheapest model for every call to that of the dearest.</summary>
/// <param name="Budget">0 = the cheapest for every call, 1 = the dearest for every call.</param>
/// <param name="MeanCost">What a call may cost on average.</param>
/// <param name="Learned">Mean quality of the learned router.</param>
/// <param name="Length">Mean quality when the longest prompts go to the dearest model.</param>
/// <param name="Chance">Mean quality when calls are drawn for it.</param>
public sealed record BudgetFigures(double Budget, double MeanCost, double Learned, double Length, double Chance);
