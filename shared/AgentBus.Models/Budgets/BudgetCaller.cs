namespace AgentBus.Models.Budgets;

/// <summary>For whom a call is made.</summary>
/// <param name="Tenant">Whose money it is.</param>
/// <param name="Run">The run; null outside of one.</param>
/// <param name="Step">The step of the run.</param>
/// <param name="Attempt">The attempt of the step.</param>
/// <param name="Workflow"><c>namespace/name</c> of the run's definition.</param>
/// <param name="Agent">The agent that calls.</param>
/// <param name="MaxCostUsd">What all calls of the attempt may cost; of a call outside of a run, what it may cost itself. Null = no limit of its own.</param>
public sealed record BudgetCaller(
    string Tenant, string? Run = null, string? Step = null, int? Attempt = null, string? Workflow = null, string? Agent = null, decimal? MaxCostUsd = null);
