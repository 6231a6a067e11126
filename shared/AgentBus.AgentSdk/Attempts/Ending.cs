using System.Text.Json;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Attempts;

/// <summary>How an attempt ended.</summary>
internal sealed record Ending(AgentResultKind Kind, JsonElement? Output = null, AgentFailure? Failure = null, TimeSpan? RetryAfter = null);
