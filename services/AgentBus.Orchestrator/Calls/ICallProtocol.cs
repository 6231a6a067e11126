using System.Text.Json.Nodes;

namespace AgentBus.Orchestrator.Calls;

/// <summary>Makes the calls of one kind.</summary>
internal interface ICallProtocol
{
    /// <summary>The output.</summary>
    /// <exception cref="CallException">It failed.</exception>
    Task<JsonNode?> RunAsync(Call call, CancellationToken cancellationToken);
}
