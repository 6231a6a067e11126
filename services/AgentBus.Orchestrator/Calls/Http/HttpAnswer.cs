namespace AgentBus.Orchestrator.Calls.Http;

/// <summary>What came back.</summary>
/// <param name="Call">The request as it was sent last, redirects followed.</param>
/// <param name="Headers">Of the answer and its content; several of one name joined by commas.</param>
/// <param name="ContentType">Without parameters; null = none.</param>
internal sealed record HttpAnswer(HttpCall Call, int Status, IReadOnlyDictionary<string, string> Headers, string? ContentType, string? Charset, byte[] Body);
