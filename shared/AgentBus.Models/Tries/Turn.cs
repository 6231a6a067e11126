using AgentBus.Models.Routing;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Tries;

/// <summary>An answer of a model, not yet checked.</summary>
internal sealed record Turn(Candidate Candidate, ChatResponse Response);
