using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Orchestrator.Calls;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CallsJson : JsonSerializerContext;
