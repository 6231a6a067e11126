namespace AgentBus.Models.Routing.Evaluation;

/// <summary>How the learned router does on labelled calls it has not learned from.</summary>
/// <param name="Calls">Labelled calls.</param>
/// <param name="Tested">Calls predicted, over all draws.</param>
/// <param name="Strong">The dearest model.</param>
/// <param name="Weak">The cheapest model.</param>
/// <param name="Models">Each model alone.</param>
/// <param name="Routers">The learned router beside prompt length and chance.</param>
/// <param name="Budgets">Quality at each tenth of the budget.</param>
/// <param name="Advantage">Why the learned router would be used, or why the best fixed model would.</param>
public sealed record EvaluationReport(
    int Calls, int Tested, string Strong, string Weak, IReadOnlyList<ModelFigures> Models, IReadOnlyList<RouterFigures> Routers,
    IReadOnlyList<BudgetFigures> Budgets, string Advantage);
