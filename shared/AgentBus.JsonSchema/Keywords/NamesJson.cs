using System.Text.Json.Serialization;

namespace AgentBus.JsonSchema.Keywords;

[JsonSerializable(typeof(string))]
internal sealed partial class NamesJson : JsonSerializerContext;
