using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Chaos.Outside;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorldEffect))]
[JsonSerializable(typeof(WorldCharge))]
internal sealed partial class WorldJson : JsonSerializerContext;
