using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>What ended a program early.</summary>
/// <param name="Message">jq's own words where jq has such an error.</param>
/// <param name="Value">The value given to <c>error</c>, where it was not a string.</param>
/// <param name="IsLimit">Whether a limit (steps, bytes, depth) ended it.</param>
public sealed record JqError(string Message, JsonElement? Value = null, bool IsLimit = false);
