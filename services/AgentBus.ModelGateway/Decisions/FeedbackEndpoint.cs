using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentBus.Models.Decisions;
using AgentBus.Models.Gateway;

namespace AgentBus.ModelGateway.Decisions;

/// <summary><c>POST /v1/feedback</c>: what an answer turned out to be worth; every gateway learns from it.</summary>
internal static class FeedbackEndpoint
{
    private const string IdempotencyHeader = "Idempotency-Key";

    public static async Task<IResult> HandleAsync(HttpContext context, IDecisionLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var request = await JsonSerializer.DeserializeAsync(context.Request.Body, GatewayJson.Default.FeedbackRequest, cancellationToken)
            ?? throw Invalid("The body is null; send {\"decision\": \"<id>\", \"accepted\": true}.");
        var quality = Quality(request);
        var id = request.Decision ?? throw Invalid("decision is missing; give the id that the answer told as agentbus.decision.");
        var tenant = (await DecisionEndpoint.OfTenantAsync(log, id, request.Tenant, cancellationToken)).Tenant;
        var key = context.Request.Headers[IdempotencyHeader].ToString();
        var outcome = new ModelOutcome(
            key.Length > 0 ? IdOf(id, key) : Guid.CreateVersion7(time.GetUtcNow()), tenant, id, null, null, null, quality, OutcomeSources.Feedback, null, null, time.GetUtcNow());
        var isNew = await log.AddOutcomesAsync([outcome], cancellationToken) == 1;
        return Results.Json(new FeedbackTaken(id, quality, !isNew), GatewayJson.Default.FeedbackTaken);
    }

    private static double Quality(FeedbackRequest request) => request switch
    {
        { Quality: { } quality and >= 0 and <= 1, Accepted: null } => quality,
        { Quality: null, Accepted: { } accepted } => accepted ? 1 : 0,
        _ => throw Invalid("Give either quality, a number from 0 to 1, or accepted, true or false."),
    };

    /// <summary>The same for the same key, so that a repeated request counts once.</summary>
    private static Guid IdOf(Guid decision, string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{decision}\n{key}")).AsSpan(0, 16));

    private static ModelException Invalid(string message) => new(new ModelError(ModelErrorCodes.InvalidRequest, 400, message));
}
