using System.Security.Claims;
using System.Text.Json;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Workflows.Definitions.Comparison;
using AgentBus.Workflows.Execution.Moves;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentBus.Gateway.Definitions;

/// <summary><c>GET /v1/definitions/{namespace}/{name}/diff</c>.</summary>
internal static class DefinitionDiffEndpoint
{
    public static void MapDefinitionDiff(this IEndpointRouteBuilder api) =>
        api.MapGet("/definitions/{namespace}/{name}/diff", DiffAsync).RequireAuthorization(Roles.Viewer).WithTags("Definitions")
            .ProducesProblem(400).ProducesProblem(404)
            .WithSummary("What changed between two versions, by meaning: tasks added, removed, changed or moved, with the members that differ; " +
                "and the tasks in which a waiting run could not be moved to the later one.");

    private static async Task<Ok<DefinitionDiffView>> DiffAsync(
        ClaimsPrincipal user, string @namespace, string name, string? from, string? to, DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        if (from is null || to is null)
        {
            throw ApiProblem.Invalid("Two versions are compared; give both: from=1.0.0&to=1.1.0.");
        }

        var tenant = Caller.Of(user).Tenant;
        var before = await catalog.FindAsync(tenant, new WorkflowReference(@namespace, name, from), cancellationToken);
        var after = await catalog.FindAsync(tenant, new WorkflowReference(@namespace, name, to), cancellationToken);
        return TypedResults.Ok(new DefinitionDiffView(
            @namespace, name, from, to, [.. DefinitionDiff.Between(before, after).Changes.Select(ChangeView.Of)], VersionMove.Obstacles(before, after)));
    }
}

/// <summary>What changed between two versions.</summary>
/// <param name="Obstacles">Tasks in which a waiting run cannot be moved from the one version to the other; none = safe for waiting runs.</param>
internal sealed record DefinitionDiffView(
    string Namespace, string Name, string From, string To, IReadOnlyList<ChangeView> Changes, IReadOnlyList<MoveObstacle> Obstacles);

/// <summary>One thing that changed.</summary>
/// <param name="Change">added, removed, changed or moved.</param>
/// <param name="Task">The task's name; null = a part of the document.</param>
/// <param name="From">Its path in the one version.</param>
/// <param name="To">Its path in the other.</param>
/// <param name="Members">What differs in it, by JSON pointers.</param>
internal sealed record ChangeView(string Change, string? Task, string? From, string? To, IReadOnlyList<MemberChange> Members)
{
    public static ChangeView Of(DefinitionChange change) => new(
        JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()), change.Task, change.From, change.To, change.Members);
}
