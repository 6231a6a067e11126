using System.Security.Claims;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Models.Budgets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Budgets;

/// <summary><c>/v1/budgets</c>: what the tenant spends on models, and raising a limit.</summary>
internal static class BudgetEndpoints
{
    private const decimal MostUsd = 1_000_000m;

    public static void MapBudgets(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/budgets").WithTags("Budgets");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("What was spent on models, is held and is left, by 'scope' (run, step, workflow, agent, tenant, day) and by how 'key' begins; 'next' goes into cursor for the next page.");
        group.MapPost("/raise", RaiseAsync).RequireAuthorization(Roles.Operator).Accepts<RaiseBudgetRequest>("application/json").ProducesProblem(400)
            .WithSummary("Adds to a limit; calls and steps that wait for it go on by themselves.");
    }

    private static async Task<Ok<Page<BudgetView>>> ListAsync(
        ClaimsPrincipal user, string? scope, string? key, string? limit, string? cursor, IBudgetLedger ledger, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(limit);
        var kind = Paging.OneOf("scope", scope, [.. Enum.GetValues<BudgetScopeKind>().Select(BudgetScope.NameOf)]) is { } name ? Enum.Parse<BudgetScopeKind>(name, ignoreCase: true) : (BudgetScopeKind?)null;
        var lines = await ledger.ReadAsync(new BudgetQuery(Caller.Of(user).Tenant, kind, key, Paging.StepCursor("cursor", cursor), size + 1), cancellationToken);
        return TypedResults.Ok(new Page<BudgetView>(
            [.. lines.Take(size).Select(BudgetView.Of)], lines.Count > size ? Paging.StepCursor(lines[size - 1].Scope.Id) : null));
    }

    private static async Task<Ok<BudgetView>> RaiseAsync(
        HttpRequest request, ClaimsPrincipal user, IBudgetLedger ledger, IOptions<GatewayOptions> options, ILogger<BudgetView> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadJsonAsync(request, GatewayJson.Default.RaiseBudgetRequest, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Id is null || BudgetScope.TryParse(body.Id) is not { } scope || scope.Tenant != caller.Tenant || body.Id.Any(char.IsControl) || body.Id.Length > 1000)
        {
            throw ApiProblem.Invalid("/id", $"id is '{body.Id}'; one of your tenant's budgets is wanted, such as day/{Uri.EscapeDataString(caller.Tenant)}/2026-11-22.");
        }

        if (body.Usd is not ({ } usd and > 0 and <= MostUsd))
        {
            throw ApiProblem.Invalid("/usd", $"usd is {(body.Usd is { } given ? $"{given}" : "missing")}; US dollars, more than 0 and at most {MostUsd:N0}, are wanted.");
        }

        var line = await ledger.RaiseAsync(scope, usd, cancellationToken);
        Log.BudgetRaised(logger, scope.Id, usd, caller.Name);
        return TypedResults.Ok(BudgetView.Of(line));
    }
}
