using AgentBus.Gateway.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentBus.Gateway.Agents;

/// <summary><c>/v1/agents</c>.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder api) =>
        api.MapGet("/agents", ListAsync).RequireAuthorization(Roles.Viewer).WithTags("Agents")
            .WithSummary("Lists agents with their versions, workers, load and when they were last seen. Agents serve all tenants.");

    private static async Task<Ok<Page<AgentView>>> ListAsync(AgentRegistry registry, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<AgentView>(await registry.ListAsync(cancellationToken), null));
}
