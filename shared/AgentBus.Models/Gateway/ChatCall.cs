using Microsoft.Extensions.AI;

namespace AgentBus.Models.Gateway;

/// <summary>A call as it reaches the gateway, over HTTP or in process.</summary>
/// <param name="Model">Model name, alias or <c>auto</c>.</param>
/// <param name="Messages">The conversation; at least one message.</param>
/// <param name="Options">Limits, sampling, tools and response format.</param>
/// <param name="Hints">What else the caller says.</param>
public sealed record ChatCall(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, CallHints Hints)
{
    /// <summary>Whether it is of a batch, and may take its time at a lower price.</summary>
    public bool IsOfBatch { get; init; }
}
