using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>The outputs of a program, in order, and the error that ended it, if any. Outputs made before the error are kept.</summary>
public readonly record struct JqResult(IReadOnlyList<JsonElement> Values, JqError? Error);
