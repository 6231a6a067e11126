using System.Text.Json.Serialization;

namespace AgentBus.ModelGateway.Decisions;

/// <summary>Body of <c>POST /v1/feedback</c>: what an answer was worth. Give quality or accepted.</summary>
/// <param name="Decision">The decision's id, as the answer told it.</param>
/// <param name="Quality">0, worthless, to 1, right.</param>
/// <param name="Accepted">True for 1, false for 0.</param>
/// <param name="Tenant">Whose call it was; left out = <c>default</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FeedbackRequest(Guid? Decision = null, double? Quality = null, bool? Accepted = null, string? Tenant = null);

/// <summary>Feedback that was taken.</summary>
/// <param name="Decision">The decision it judges.</param>
/// <param name="Quality">What it was worth.</param>
/// <param name="Repeated">Whether it had been given before under the same <c>Idempotency-Key</c>, and changed nothing.</param>
internal sealed record FeedbackTaken(Guid Decision, double Quality, bool Repeated);
