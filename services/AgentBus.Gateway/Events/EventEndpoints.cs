using System.Security.Claims;
using System.Text;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Events;

/// <summary><c>/v1/events</c>: CloudEvents over HTTP.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapPost("/events", PublishAsync).RequireAuthorization(Roles.Publisher).WithTags("Events")
            .Accepts<object>(CloudEventReader.Structured, CloudEventReader.Batch, "application/json")
            .Produces<AcceptedEvents>(202).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415)
            .WithSummary("Publishes CloudEvents 1.0: structured, binary (ce-* headers) or a batch. " +
                "They belong to the key's tenant; an event of the same source and id starts a run once.");

    private static async Task<Accepted<AcceptedEvents>> PublishAsync(
        HttpRequest request, ClaimsPrincipal user, IOutboxStore outbox, IOptions<GatewayOptions> options, TimeProvider clock,
        ILogger<AcceptedEvents> logger, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        var events = CloudEventReader.Read(request.ContentType, request.Headers, body);
        var now = clock.GetUtcNow();

        // One commit: a batch is accepted whole or not at all.
        await outbox.AddAsync(caller.Tenant, null, [.. events.DistinctBy(e => (e.Source, e.Id)).Select(e => Row(caller.Tenant, e, now))], cancellationToken);
        Log.EventsAccepted(logger, events.Count, caller.Tenant, caller.Name);
        return TypedResults.Accepted((string?)null, new AcceptedEvents(events.Count));
    }

    private static OutboxRow Row(string tenant, CloudEvent happened, DateTimeOffset now) => new(
        NaturalId.Of("event", tenant, happened.Source, happened.Id), Queues.Events, happened.Type, nameof(CloudEvent),
        CloudEventReader.Structured, Encoding.UTF8.GetBytes(happened.Json.GetRawText()), now,
        TraceParent: System.Diagnostics.Activity.Current?.Id);
}

/// <summary>How many events were accepted.</summary>
internal sealed record AcceptedEvents(int Accepted);
