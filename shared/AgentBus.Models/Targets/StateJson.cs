using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Models.Targets;

/// <summary>JSON of the state: camelCase, nulls left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelStateList))]
public sealed partial class StateJson : JsonSerializerContext;
