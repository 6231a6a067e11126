using System.Security.Claims;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Runs;

/// <summary><c>POST /v1/runs/{id}/move</c> and <c>POST /v1/runs/move</c>: waiting runs go on with another version of their definition.</summary>
internal static class MoveEndpoints
{
    public static void MapMoves(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("Runs");
        group.MapPost("/{id:guid}/move", MoveAsync).RequireAuthorization(Roles.Operator).Accepts<MoveRunRequest>("application/json")
            .Produces<MoveReport>().Produces<MoveReport>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Moves a run to another version of its definition. All tasks that it is in, or may yet compensate, must be there under the same " +
                "path and of the same kind; else 409 lists what stands in the way. dryRun only looks, and answers 200.");
        group.MapPost("/move", MoveAllAsync).RequireAuthorization(Roles.Operator).Accepts<MoveRunsRequest>("application/json")
            .ProducesProblem(400).ProducesProblem(404)
            .WithSummary("Moves every open run of one version, a page at a time; 'next' goes into cursor. Runs that cannot be moved are told and left as they are.");
    }

    private static async Task<IResult> MoveAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunReader reader, RunMover mover, IOptions<GatewayOptions> options,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadJsonAsync(request, GatewayJson.Default.MoveRunRequest, options.Value.MaxBodyBytes, cancellationToken);
        var run = await reader.GetAsync(caller.Tenant, id, cancellationToken);
        var report = await mover.CheckAsync(run, Version("/to", body.To), cancellationToken);
        if (body.DryRun)
        {
            return TypedResults.Ok(report);
        }

        if (!report.Movable)
        {
            throw new ProblemException(
                StatusCodes.Status409Conflict, "cannot-move", "The run cannot be moved.",
                $"Run {id} cannot go on with version {report.To}: {report.Obstacles.Count} obstacles. The first: {report.Obstacles[0].Task}: {report.Obstacles[0].Message}.",
                [.. report.Obstacles.Select(obstacle => new ProblemError(null, null, obstacle.Task, obstacle.Message))]);
        }

        await mover.MoveAsync(caller, report, cancellationToken);
        return TypedResults.Accepted($"/v1/runs/{id}", report);
    }

    private static async Task<Ok<Page<MoveReport>>> MoveAllAsync(
        HttpRequest request, ClaimsPrincipal user, RunMover mover, DefinitionCatalog definitions, IRunQueries queries, IOptions<GatewayOptions> options,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadJsonAsync(request, GatewayJson.Default.MoveRunsRequest, options.Value.MaxBodyBytes, cancellationToken);
        var (from, to) = (Version("/from", body.From), Version("/to", body.To));
        var workflow = (await definitions.FindAsync(
            caller.Tenant, WorkflowReference.Parse(body.Workflow, "/workflow") with { Version = to }, cancellationToken)).Key;
        var size = Paging.Limit(body.Limit?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var filter = new RunFilter(Namespace: workflow.Namespace, Name: workflow.Name, Version: from, Open: true);
        var rows = await queries.ListAsync(caller.Tenant, filter, size + 1, Paging.Cursor(body.Cursor), cancellationToken);
        var reports = new List<MoveReport>();
        foreach (var run in rows.Take(size))
        {
            var report = await mover.CheckAsync(run, to, cancellationToken);
            reports.Add(report);
            if (report.Movable && !body.DryRun)
            {
                await mover.MoveAsync(caller, report, cancellationToken);
            }
        }

        return TypedResults.Ok(new Page<MoveReport>(
            reports, rows.Count > size ? Paging.Cursor(rows[size - 1].CreatedAt, rows[size - 1].Id) : null));
    }

    private static string Version(string path, string? version) =>
        version is { Length: > 0 } ? version : throw ApiProblem.Invalid(path, $"{path[1..]} is missing; a version of the definition such as 1.1.0 is wanted.");
}
