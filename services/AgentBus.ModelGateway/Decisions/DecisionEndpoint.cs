using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Decisions;

/// <summary><c>GET /v1/models/decisions</c>: the last ones; <c>GET /v1/models/decisions/{id}</c>: why a call went where it went, and what came of it; <c>GET /v1/models/usage</c>: what calls went to, by model.</summary>
internal static class DecisionEndpoint
{
    private const int Usual = 20;
    private const int Most = 1000;
    private const int Day = 24;
    private const int Longest = 24 * 31;

    public static async Task<IResult> FindAsync(string id, string? tenant, IDecisionLog log, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(id, out var known))
        {
            throw Invalid($"'{(id.Length > 100 ? id[..100] + "..." : id)}' is no decision; give the id that the answer told as agentbus.decision.");
        }

        var decision = await OfTenantAsync(log, known, tenant, cancellationToken);
        return Results.Json(DecisionView.Of(decision, await log.OutcomesOfAsync(decision, cancellationToken)), GatewayJson.Default.DecisionView);
    }

    public static async Task<IResult> ListAsync(string? tenant, string? run, string? limit, IDecisionLog log, CancellationToken cancellationToken)
    {
        Guid? ofRun = run is null ? null : Guid.TryParse(run, out var known) ? known : throw Invalid("run is no GUID; give the id of a run, or leave it out.");
        var most = limit is null ? Usual : int.TryParse(limit, out var asked) && asked is >= 1 and <= Most ? asked : throw Invalid($"limit is '{limit}'; give a whole number from 1 to {Most}.");
        return Results.Json(DecisionList.Of(await log.LatestAsync(tenant ?? CallHints.DefaultTenant, ofRun, most, cancellationToken)), GatewayJson.Default.DecisionList);
    }

    public static async Task<IResult> UsageAsync(string? tenant, string? hours, IDecisionLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var span = hours is null ? Day : int.TryParse(hours, out var asked) && asked is >= 1 and <= Longest ? asked : throw Invalid($"hours is '{hours}'; give a whole number from 1 to {Longest}.");
        var since = time.GetUtcNow().AddHours(-span);
        return Results.Json(new UsageList(since, await log.UseAsync(tenant ?? CallHints.DefaultTenant, since, cancellationToken)), GatewayJson.Default.UsageList);
    }

    /// <summary>A decision of the tenant; of another's it is not even told that there is one.</summary>
    public static async Task<ModelDecision> OfTenantAsync(IDecisionLog log, Guid id, string? tenant, CancellationToken cancellationToken)
    {
        var whose = tenant ?? CallHints.DefaultTenant;
        return await log.FindAsync(id, cancellationToken) is { } decision && decision.Tenant == whose
            ? decision
            : throw new ModelException(new ModelError(ModelErrorCodes.UnknownDecision, 404, $"Tenant '{whose}' has no decision {id}; it may be too old, or of another tenant: then give tenant."));
    }

    private static ModelException Invalid(string message) => new(new ModelError(ModelErrorCodes.InvalidRequest, 400, message));
}
