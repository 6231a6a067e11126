using AgentBus.Models.Budgets;
using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Budgets;

/// <summary><c>GET /v1/models/spend</c>: the accounts of a tenant, for who runs the gateway alone; beside AgentBus its API has the same under <c>/v1/budgets</c>.</summary>
internal static class SpendEndpoint
{
    private const int MaxLines = 1000;

    public static async Task<IResult> ListAsync(string? tenant, string? scope, string? key, string? after, IBudgetLedger ledger, CancellationToken cancellationToken)
    {
        BudgetScopeKind? kind = null;
        if (scope is not null)
        {
            kind = Enum.GetValues<BudgetScopeKind>().Where(known => BudgetScope.NameOf(known) == scope).Select(known => (BudgetScopeKind?)known).FirstOrDefault()
                ?? throw new ModelException(new ModelError(ModelErrorCodes.InvalidRequest, 400, $"scope is '{scope}'; one of {string.Join(", ", Enum.GetValues<BudgetScopeKind>().Select(BudgetScope.NameOf))} is wanted."));
        }

        var lines = await ledger.ReadAsync(new BudgetQuery(tenant ?? CallHints.DefaultTenant, kind, key, after, MaxLines), cancellationToken);
        return Results.Json(
            new SpendList([.. lines.Select(SpendLine.Of)], lines.Count == MaxLines ? lines[^1].Scope.Id : null), GatewayJson.Default.SpendList);
    }
}
