using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions;

/// <summary><c>call: http | openapi | mcp | a2a</c>: done by the built-in agent <see cref="BuiltInAgent"/>.</summary>
/// <param name="Protocol">http, openapi, mcp or a2a.</param>
/// <param name="Arguments">Its <c>with</c>, checked, with references resolved. Expressions that read <c>$secrets</c> are left to the agent.</param>
public sealed record CallServiceTask(string Protocol, Template Arguments) : CallAgentTask(BuiltInAgent, Arguments)
{
    /// <summary>Name of the agent.</summary>
    public const string BuiltInAgent = "calls";

    /// <summary>The document's <c>use.secrets</c>: all that the call may read.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary><c>metadata.agentbus.idempotencyKey</c>: whether the step's key is sent along; default yes.</summary>
    public bool SendsIdempotencyKey { get; init; } = true;
}
