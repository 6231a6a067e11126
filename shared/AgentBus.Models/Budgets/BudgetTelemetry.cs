using System.Diagnostics.Metrics;
using AgentBus.Models.Telemetry;

namespace AgentBus.Models.Budgets;

/// <summary>Calls that found no room.</summary>
internal static class BudgetTelemetry
{
    private static readonly Counter<long> Exceeded = ModelsTelemetry.Meter.CreateCounter<long>("agentbus.budget.exceeded", "{call}", "Calls that a limit had no room for.");

    public static void Count(BudgetScopeKind scope, OnExceed then) =>
        Exceeded.Add(1, new("agentbus.budget.scope", BudgetScope.NameOf(scope)), new("agentbus.budget.then", then.ToString().ToLowerInvariant()));
}
