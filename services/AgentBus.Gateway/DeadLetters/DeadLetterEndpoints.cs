using System.Security.Claims;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.DeadLetters;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AgentBus.Gateway.DeadLetters;

/// <summary><c>/v1/dead-letters</c>: messages that were given up; each is kept until somebody replays or discards it.</summary>
internal static class DeadLetterEndpoints
{
    private static readonly IReadOnlyList<string> States = ["open", "replayed", "discarded"];

    public static void MapDeadLetters(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/dead-letters").WithTags("Dead letters");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("Lists dead letters, newest first, by state (default open; any = all), queue, type, run, reason, since and until; 'next' goes into cursor.");
        group.MapGet("/{id:guid}", GetAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(404).WithSummary("One dead letter with its headers and, where it is short text, its body.");
        group.MapGet("/{id:guid}/body", BodyAsync).RequireAuthorization(Roles.Viewer).Produces(200, contentType: "application/octet-stream").ProducesProblem(404)
            .WithSummary("The body of a dead letter as it came.");
        group.MapPost("/{id:guid}/replay", ReplayAsync).RequireAuthorization(Roles.Operator).Accepts<ReplayRequest>("application/json")
            .Produces<DeadLetterSummary>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Sends an open dead letter to its queue again, as it was and under its own message id.");
        group.MapPost("/{id:guid}/discard", DiscardAsync).RequireAuthorization(Roles.Operator).Accepts<DiscardRequest>("application/json")
            .Produces<DeadLetterSummary>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Closes an open dead letter without sending it. It is kept for a while, with who did it and why.");
        group.MapPost("/replay", ReplayAllAsync).RequireAuthorization(Roles.Operator).Accepts<DeadLettersRequest>("application/json").ProducesProblem(400)
            .WithSummary("Replays all open dead letters that meet the filters, a page at a time; 'next' goes into cursor. What fails after the first page was asked for is left alone.");
        group.MapPost("/discard", DiscardAllAsync).RequireAuthorization(Roles.Operator).Accepts<DeadLettersRequest>("application/json").ProducesProblem(400)
            .WithSummary("Discards all open dead letters that meet the filters, a page at a time; 'next' goes into cursor.");
    }

    private static async Task<Ok<Page<DeadLetterSummary>>> ListAsync(
        ClaimsPrincipal user, string? state, string? queue, string? type, string? run, string? reason, string? since, string? until, string? limit,
        string? cursor, IDeadLetterStore store, CancellationToken cancellationToken)
    {
        var filter = new DeadLetterFilter(
            state == "any" ? null : Paging.OneOf("state", state ?? "open", States), queue, type, Paging.Id("run", run), reason, Paging.Time("since", since),
            Paging.Time("until", until));
        var size = Paging.Limit(limit);
        var rows = await store.ListAsync(DeadLetterDesk.ScopeOf(Caller.Of(user)), filter, size + 1, Paging.Cursor(cursor), cancellationToken);
        return TypedResults.Ok(new Page<DeadLetterSummary>(
            [.. rows.Take(size).Select(DeadLetterSummary.Of)], rows.Count > size ? Paging.Cursor(rows[size - 1].OpenedAt, rows[size - 1].Id) : null));
    }

    private static async Task<Ok<DeadLetterBody>> GetAsync(ClaimsPrincipal user, Guid id, DeadLetterDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(DeadLetterBody.Of(await desk.FindAsync(Caller.Of(user), id, cancellationToken)));

    // Never as what its sender said it is: a browser must not be led to show it.
    private static async Task<FileContentHttpResult> BodyAsync(
        HttpResponse response, ClaimsPrincipal user, Guid id, DeadLetterDesk desk, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(Caller.Of(user), id, cancellationToken);
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.File(found.Body, "application/octet-stream", $"{id}.bin");
    }

    private static async Task<Accepted<DeadLetterSummary>> ReplayAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, DeadLetterDesk desk, CancellationToken cancellationToken)
    {
        var body = await desk.ReadAsync(request, new ReplayRequest(), GatewayJson.Default.ReplayRequest, cancellationToken);
        return TypedResults.Accepted($"/v1/dead-letters/{id}", await desk.ReplayAsync(Caller.Of(user), id, body, cancellationToken));
    }

    private static async Task<Ok<DeadLetterSummary>> DiscardAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, DeadLetterDesk desk, CancellationToken cancellationToken)
    {
        var body = await desk.ReadAsync(request, new DiscardRequest(), GatewayJson.Default.DiscardRequest, cancellationToken);
        return TypedResults.Ok(await desk.DiscardAsync(Caller.Of(user), id, body, cancellationToken));
    }

    private static async Task<Ok<Page<DeadLetterReport>>> ReplayAllAsync(
        HttpRequest request, ClaimsPrincipal user, DeadLetterDesk desk, CancellationToken cancellationToken)
    {
        var body = await desk.ReadAsync(request, new DeadLettersRequest(), GatewayJson.Default.DeadLettersRequest, cancellationToken);
        return TypedResults.Ok(await desk.ReplayAllAsync(Caller.Of(user), body, cancellationToken));
    }

    private static async Task<Ok<Page<DeadLetterReport>>> DiscardAllAsync(
        HttpRequest request, ClaimsPrincipal user, DeadLetterDesk desk, CancellationToken cancellationToken)
    {
        var body = await desk.ReadAsync(request, new DeadLettersRequest(), GatewayJson.Default.DeadLettersRequest, cancellationToken);
        return TypedResults.Ok(await desk.DiscardAllAsync(Caller.Of(user), body, cancellationToken));
    }
}
