using AgentBus.Models.Answers;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Cache;

/// <summary>What a call got that may have waited for another one.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Kept">The same as it is kept; null when it may not serve other calls.</param>
/// <param name="IsJoined">Whether another call asked.</param>
internal sealed record FlightEnd(ChatAnswer Answer, StoredAnswer? Kept, bool IsJoined);
