namespace AgentBus.Models.Answers;

/// <summary>Under what an answer is kept.</summary>
/// <param name="Tenant">Whose call it was.</param>
/// <param name="IdempotencyKey">(run, step) of the caller.</param>
/// <param name="RequestHash">SHA-256 in hex of all in the request that can change the answer.</param>
public sealed record AnswerKey(string Tenant, string IdempotencyKey, string RequestHash);
