using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Agents.Research;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ResearchInput))]
[JsonSerializable(typeof(ResearchOutput))]
[JsonSerializable(typeof(Table))]
internal sealed partial class ResearchJson : JsonSerializerContext;
