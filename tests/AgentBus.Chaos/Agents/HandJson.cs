using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Chaos.Agents;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HandInput))]
[JsonSerializable(typeof(HandOutput))]
internal sealed partial class HandJson : JsonSerializerContext;
