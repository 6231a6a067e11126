using System.Security.Claims;
using System.Text.Json.Serialization;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Outbox;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Parked;

/// <summary><c>/v1/parked-messages</c>: messages that the broker refused on their way out, until somebody releases or discards them.</summary>
internal static class ParkedEndpoints
{
    private const int MaxReason = 4_000;

    public static void MapParked(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/parked-messages").WithTags("Parked messages");
        group.MapGet("/", ListAsync).RequireAuthorization(Roles.Viewer).ProducesProblem(400)
            .WithSummary("Lists messages that the broker refused for good, the last one first, all or of a run; 'next' goes into cursor.");
        group.MapPost("/{id:guid}/release", ReleaseAsync).RequireAuthorization(Roles.Operator).Produces(204).ProducesProblem(404)
            .WithSummary("Has a parked message published again, at once.");
        group.MapPost("/{id:guid}/discard", DiscardAsync).RequireAuthorization(Roles.Operator).Accepts<DiscardParkedRequest>("application/json")
            .Produces(204).ProducesProblem(400).ProducesProblem(404)
            .WithSummary("Deletes a parked message. A run that waits for what it would have brought waits on.");
    }

    private static async Task<Ok<Page<ParkedMessage>>> ListAsync(
        ClaimsPrincipal user, string? run, string? limit, string? cursor, IOutboxStore outbox, CancellationToken cancellationToken)
    {
        var size = Paging.Limit(limit);
        var rows = await outbox.ListParkedAsync(Caller.Of(user).Tenant, Paging.Id("run", run), size + 1, Paging.Cursor(cursor), cancellationToken);
        return TypedResults.Ok(new Page<ParkedMessage>(
            [.. rows.Take(size)], rows.Count > size ? Paging.Cursor(rows[size - 1].ParkedAt, rows[size - 1].Id) : null));
    }

    private static async Task<NoContent> ReleaseAsync(
        ClaimsPrincipal user, Guid id, IOutboxStore outbox, ILogger<ParkedMessage> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        if (!await outbox.ReleaseAsync(caller.Tenant, id, cancellationToken))
        {
            throw ApiProblem.NotFound("parked message", id);
        }

        Log.ParkedReleased(logger, id, caller.Tenant, caller.Name);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DiscardAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, IOutboxStore outbox, IOptions<GatewayOptions> options, ILogger<ParkedMessage> logger,
        CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadJsonAsync(request, GatewayJson.Default.DiscardParkedRequest, options.Value.MaxBodyBytes, cancellationToken);
        if (body.Reason is not { Length: > 0 and <= MaxReason } reason)
        {
            throw ApiProblem.Invalid("/reason", $"reason is missing or has more than {MaxReason} characters; say why the message is not needed.");
        }

        var caller = Caller.Of(user);
        if (!await outbox.DiscardAsync(caller.Tenant, id, cancellationToken))
        {
            throw ApiProblem.NotFound("parked message", id);
        }

        Log.ParkedDiscarded(logger, id, caller.Tenant, caller.Name, reason);
        return TypedResults.NoContent();
    }
}

/// <summary>Body of <c>POST /v1/parked-messages/{id}/discard</c>.</summary>
/// <param name="Reason">Why it is not needed; goes into the log.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DiscardParkedRequest(string? Reason = null);
