using System.Diagnostics;
using System.Security.Claims;
using AgentBus.Contracts;
using AgentBus.Gateway.Auth;
using AgentBus.Gateway.Events;
using AgentBus.Gateway.Problems;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace AgentBus.Gateway.Runs;

/// <summary><c>POST /v1/runs/{id}/events</c>: a signal, which is an event for one run alone.</summary>
internal static class SignalEndpoint
{
    public static void MapSignals(this IEndpointRouteBuilder api) =>
        api.MapPost("/runs/{id:guid}/events", SignalAsync).RequireAuthorization(Roles.Signaller).WithTags("Runs")
            .Accepts<object>(CloudEventReader.Structured, "application/json")
            .Produces<RunSummary>(202).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415)
            .WithSummary("Sends a CloudEvent to this run alone. 409 when no step of it waits for the event's type. Whether the event fits the step's " +
                "filter is decided by the run; one that does not is in its history as event.ignored.");

    private static async Task<Accepted<RunSummary>> SignalAsync(
        HttpRequest request, ClaimsPrincipal user, Guid id, RunReader reader, AwaitedEvents awaited, IOutboxStore outbox,
        IOptions<GatewayOptions> options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        var body = await RequestBody.ReadAsync(request, options.Value.MaxBodyBytes, cancellationToken);
        if (CloudEventReader.Read(request.ContentType, request.Headers, body) is not [var signal])
        {
            throw ApiProblem.Invalid("A signal is one event; a batch of several was sent.");
        }

        var run = await reader.GetAsync(caller.Tenant, id, cancellationToken);
        if (run.EndedAt is not null)
        {
            throw ApiProblem.Conflict("run-ended", $"Run {run.Id} ended at {run.EndedAt:u} as {run.Status}; it waits for nothing.");
        }

        await awaited.CheckAsync(caller.Tenant, run, signal.Type, cancellationToken);
        var now = clock.GetUtcNow();
        var message = GatewayMessages.ToOrchestrator(
            NaturalId.Of(id.ToString(), "deliver", signal.Source, signal.Id), new DeliverEvent(caller.Tenant, id, signal.Json, caller.Name),
            ContractsJson.Default.DeliverEvent, now);
        await outbox.AddAsync(caller.Tenant, id, [message], cancellationToken);
        return TypedResults.Accepted($"/v1/runs/{id}", RunSummary.Of(run));
    }
}
