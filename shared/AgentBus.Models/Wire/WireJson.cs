using System.Text.Json.Serialization;

namespace AgentBus.Models.Wire;

/// <summary>JSON of the OpenAI chat API: snake_case, nulls left out, unknown members ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireRequest))]
[JsonSerializable(typeof(WireResponse))]
[JsonSerializable(typeof(WireErrorBody))]
[JsonSerializable(typeof(WireModelList))]
[JsonSerializable(typeof(WireModel))]
[JsonSerializable(typeof(string))]
public sealed partial class WireJson : JsonSerializerContext;
