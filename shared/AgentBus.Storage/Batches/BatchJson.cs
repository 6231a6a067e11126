using System.Text.Json.Serialization;
using AgentBus.Models.Batches;

namespace AgentBus.Storage.Batches;

/// <summary>Batches as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelBatch))]
internal sealed partial class BatchJson : JsonSerializerContext;
