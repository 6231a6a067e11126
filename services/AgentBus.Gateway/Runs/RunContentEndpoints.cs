using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using AgentBus.Gateway.Auth;
using AgentBus.Storage.Queries;
using AgentBus.Workflows.Execution;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace AgentBus.Gateway.Runs;

/// <summary><c>/v1/runs/{id}/...</c>: what a run holds and what happened to it.</summary>
internal static class RunContentEndpoints
{
    public static void MapRunContent(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/runs/{id:guid}").WithTags("Runs");
        group.MapGet("/input", InputAsync).RequireAuthorization(Roles.Viewer).Produces<JsonElement>().ProducesProblem(404)
            .WithSummary("The run's raw input.");
        group.MapGet("/output", OutputAsync).RequireAuthorization(Roles.Viewer).Produces<JsonElement>().ProducesProblem(404)
            .WithSummary("The run's output, once it is done.");
        group.MapGet("/steps", StepsAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400).ProducesProblem(404)
            .WithSummary("All steps of the run in the order of their ids; 'next' goes into cursor for the next page.");
        group.MapGet("/history", HistoryAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400).ProducesProblem(404)
            .WithSummary("What happened and why, oldest first; 'next' goes into after for the next page.");
        group.MapGet("/events", EventsAsync).RequireAuthorization(Roles.Viewer)
            .Produces<string>(200, "text/event-stream").Produces(204).ProducesProblem(404)
            .WithSummary("The history as server-sent events, live, with numbers as ids: send Last-Event-ID to resume. " +
                "Ends with an 'end' event when the run is over; 204 tells a resuming client that nothing more will come.");
    }

    private static async Task<IResult> InputAsync(ClaimsPrincipal user, Guid id, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await reader.DocumentAsync(Caller.Of(user).Tenant, id, DocumentKeys.Input, cancellationToken), "application/json");

    private static async Task<IResult> OutputAsync(ClaimsPrincipal user, Guid id, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await reader.DocumentAsync(Caller.Of(user).Tenant, id, DocumentKeys.Output, cancellationToken), "application/json");

    private static async Task<Ok<Page<StepView>>> StepsAsync(
        ClaimsPrincipal user, Guid id, string? cursor, string? limit, RunReader reader, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.StepsAsync(
            Caller.Of(user).Tenant, id, Paging.Limit(limit), Paging.StepCursor("cursor", cursor), cancellationToken));

    private static async Task<Ok<Page<HistoryView>>> HistoryAsync(
        ClaimsPrincipal user, Guid id, string? after, string? limit, RunReader reader, IRunQueries queries, CancellationToken cancellationToken)
    {
        var run = await reader.GetAsync(Caller.Of(user).Tenant, id, cancellationToken);
        var size = Paging.Limit(limit);
        var entries = await queries.HistoryAsync(run.Tenant, id, Paging.After("after", after), size + 1, cancellationToken);
        return TypedResults.Ok(new Page<HistoryView>(
            [.. entries.Take(size).Select(HistoryView.Of)],
            entries.Count > size ? entries[size - 1].Number.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<IResult> EventsAsync(
        HttpContext context, ClaimsPrincipal user, Guid id, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, RunReader reader,
        IRunQueries queries, RunEventStream stream, CancellationToken cancellationToken)
    {
        var run = await reader.GetAsync(Caller.Of(user).Tenant, id, cancellationToken);
        var after = Paging.After("Last-Event-ID", lastEventId);

        // The standard's way to stop a browser from coming back for ever.
        if (lastEventId is not null && run.EndedAt is not null
            && (await queries.HistoryAsync(run.Tenant, id, after, 1, cancellationToken)).Count == 0)
        {
            return TypedResults.NoContent();
        }

        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(stream.ReadAsync(run, after, cancellationToken));
    }
}
