using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.ModelBench.Report;

/// <summary>What <c>artifacts/models.json</c> holds: figures by name.</summary>
internal sealed record ModelsReport
{
    public SortedDictionary<string, Figure> Bars { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Figure> Gateway { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Figure> Clients { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Figure> Of(Section section) => section switch
    {
        Section.Gateway => Gateway,
        Section.Clients => Clients,
        _ => Bars,
    };
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]
[JsonSerializable(typeof(ModelsReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
