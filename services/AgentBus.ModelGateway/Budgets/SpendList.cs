using AgentBus.Models.Budgets;

namespace AgentBus.ModelGateway.Budgets;

/// <summary>A page of accounts.</summary>
/// <param name="Items">The accounts, by id.</param>
/// <param name="Next">Hand this back as <c>after</c> for the next page; missing = this was the last.</param>
internal sealed record SpendList(IReadOnlyList<SpendLine> Items, string? Next);

/// <summary>One account, in US dollars.</summary>
/// <param name="Id">Its id: <c>agent/acme/research</c>.</param>
/// <param name="LimitUsd">Its limit, raises included; missing = none.</param>
/// <param name="SpentUsd">What was spent.</param>
/// <param name="ReservedUsd">What is held for calls under way.</param>
/// <param name="LeftUsd">What is neither; missing = no limit.</param>
/// <param name="Calls">Calls that were let through.</param>
internal sealed record SpendLine(string Id, decimal? LimitUsd, decimal SpentUsd, decimal ReservedUsd, decimal? LeftUsd, long Calls)
{
    public static SpendLine Of(BudgetLine line) => new(line.Scope.Id, line.LimitUsd + line.RaisedUsd, line.SpentUsd, line.ReservedUsd, line.LeftUsd, line.Calls);
}
