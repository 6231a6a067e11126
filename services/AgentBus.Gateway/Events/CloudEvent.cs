using System.Text.Json;

namespace AgentBus.Gateway.Events;

/// <summary>A valid CloudEvents 1.0 event.</summary>
/// <param name="Json">The whole event in JSON form.</param>
internal sealed record CloudEvent(string Id, string Source, string Type, JsonElement Json);
