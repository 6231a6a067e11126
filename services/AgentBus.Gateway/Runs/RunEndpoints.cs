using System.Security.Claims;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Definitions;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Runs;

/// <summary><c>/v1/runs</c>: starting and finding.</summary>
internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("Runs");
        group.MapPost("/", StartAsync).RequireAuthorization(Roles.Publisher).Accepts<StartRunRequest>("application/json")
            .Produces<RunSummary>(202).Produces<RunSummary>()
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415)
            .WithSummary("Starts a run. With an Idempotency-Key a repetition answers 200 with the same run; other input under that key is 409.");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("Lists runs, newest first; 'next' goes into cursor for the next page. errorType takes the URI or its last word, such as timeout; " +
                "agent finds runs with a step of it; text finds words in the input, all of them, and word* what begins so.");
        group.MapGet("/stuck", StuckAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("Every open run that does not move by itself, oldest first, with all its reasons and what to do about each.");
        group.MapGet("/{id:guid}", GetAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(404)
            .WithSummary("A run with its steps, its output when done, its error, and what it waits for.");
    }

    private static async Task<IResult> StartAsync(
        HttpRequest request, ClaimsPrincipal user, [FromHeader(Name = "Idempotency-Key")] string? key, RunStarter starter, RunReader reader,
        IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadJsonAsync(
            request, GatewayJson.Default.StartRunRequest, options.Value.MaxBodyBytes, cancellationToken);
        var started = await starter.StartAsync(caller, body, key, cancellationToken);
        var run = RunSummary.Of(await reader.GetAsync(caller.Tenant, started.Run, cancellationToken));
        var location = $"/v1/runs/{started.Run}";
        request.HttpContext.Response.Headers.Location = location;
        return started.Created ? TypedResults.Accepted(location, run) : TypedResults.Ok(run);
    }

    private static async Task<Ok<Page<RunSummary>>> ListAsync(
        ClaimsPrincipal user, [AsParameters] RunsQuery asked, IRunQueries queries, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(asked.Limit);
        var rows = await queries.ListAsync(Caller.Of(user).Tenant, asked.Filter(), size + 1, Paging.Cursor(asked.Cursor), cancellationToken);
        return TypedResults.Ok(new Page<RunSummary>(
            [.. rows.Take(size).Select(RunSummary.Of)], rows.Count > size ? Paging.Cursor(rows[size - 1].CreatedAt, rows[size - 1].Id) : null));
    }

    private static async Task<Ok<Page<StuckRun>>> StuckAsync(
        ClaimsPrincipal user, string? limit, string? cursor, RunReader reader, CancellationToken cancellationToken)
    {
        var (runs, next) = await reader.StuckAsync(Caller.Of(user).Tenant, Paging.Limit(limit), Paging.Cursor(cursor), cancellationToken);
        return TypedResults.Ok(new Page<StuckRun>(runs, next));
    }

    private static async Task<Ok<RunDetails>> GetAsync(ClaimsPrincipal user, Guid id, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.DetailsAsync(Caller.Of(user).Tenant, id, cancellationToken));
}
