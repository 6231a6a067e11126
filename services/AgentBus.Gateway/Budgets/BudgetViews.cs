using System.Text.Json.Serialization;
using AgentBus.Models.Budgets;

namespace AgentBus.Gateway.Budgets;

/// <summary>What is spent on models for one scope. All amounts are US dollars.</summary>
/// <param name="Id">Its id, by which it is raised: <c>agent/acme/research</c>.</param>
/// <param name="Scope">run, step, workflow, agent, tenant or day.</param>
/// <param name="Key">Which one; empty for the tenant itself.</param>
/// <param name="LimitUsd">Its limit at the last call, raises included; missing = none.</param>
/// <param name="RaisedUsd">What people added to the limit.</param>
/// <param name="SpentUsd">What was spent.</param>
/// <param name="ReservedUsd">What is held for calls under way.</param>
/// <param name="LeftUsd">What is neither; missing = no limit.</param>
/// <param name="Calls">Calls that were let through.</param>
/// <param name="UpdatedAt">When it changed last.</param>
internal sealed record BudgetView(
    string Id, string Scope, string Key, decimal? LimitUsd, decimal RaisedUsd, decimal SpentUsd, decimal ReservedUsd, decimal? LeftUsd, long Calls, DateTimeOffset UpdatedAt)
{
    public static BudgetView Of(BudgetLine line) => new(
        line.Scope.Id, line.Scope.KindName, line.Scope.Key, line.LimitUsd + line.RaisedUsd, line.RaisedUsd, line.SpentUsd, line.ReservedUsd, line.LeftUsd, line.Calls, line.UpdatedAt);
}

/// <summary>Body of <c>POST /v1/budgets/raise</c>.</summary>
/// <param name="Id">Which budget, as listed and as a refused call names it.</param>
/// <param name="Usd">US dollars to add to its limit, more than 0.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RaiseBudgetRequest(string? Id = null, decimal? Usd = null);
