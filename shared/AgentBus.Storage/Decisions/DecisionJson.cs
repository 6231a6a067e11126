using System.Text.Json.Serialization;
using AgentBus.Models.Decisions;

namespace AgentBus.Storage.Decisions;

/// <summary>Decisions as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelDecision))]
internal sealed partial class DecisionJson : JsonSerializerContext;
