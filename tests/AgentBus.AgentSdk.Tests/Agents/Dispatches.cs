using System.Text.Json;
using AgentBus.Contracts;

namespace AgentBus.AgentSdk.Tests.Agents;

/// <summary>Dispatches as the orchestrator makes them.</summary>
internal static class Dispatches
{
    public static DispatchAttempt Of(string work, int? size = null) =>
        Of(JsonSerializer.SerializeToElement(new ClerkInput(work, size), JsonSerializerOptions.Web));

    public static DispatchAttempt Of(JsonElement input)
    {
        var step = $"/do/0/{Guid.NewGuid():N}#1";
        return new DispatchAttempt(
            "acme", Guid.NewGuid(), step, 1, "clerk", $"key-of-{step}", new WorkflowRef("test", "filing", "1.0.0"), "/do/0", input);
    }
}
