using System.Text.Json;
using AgentBus.AgentSdk;

namespace AgentBus.Orchestrator.Calls;

/// <summary>The built-in agent for <c>call: http | openapi | mcp | a2a</c>.</summary>
[Agent("calls", Version = "1.0.0", Capabilities = ["http", "openapi", "mcp", "a2a"], Concurrency = 32)]
internal sealed class CallsAgent(CallRunner runner) : IAgent<JsonElement, JsonElement>
{
    public async Task<AgentResult<JsonElement>> RunAsync(JsonElement input, AgentContext context, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(input, new CallIdentity(context.Tenant, context.IdempotencyKey), cancellationToken);
        return result switch
        {
            CallResult.Done done => done.Output,
            CallResult.Failed { MayPass: true } failed => AgentResult.Transient(failed.Code, failed.Message, failed.After),
            CallResult.Failed failed => AgentResult.Permanent(failed.Code, failed.Message),
            _ => throw new InvalidOperationException($"A call ended as {result.GetType().Name}."),
        };
    }
}
