using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.ModelBench.Report;

/// <summary>What <c>artifacts/models.json</c> holds.</summary>
internal sealed record ModelsReport
{
    /// <summary>Each bar of the router by its name.</summary>
    public SortedDictionary<string, Figure> Bars { get; init; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModelsReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
