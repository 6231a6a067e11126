using System.Text.Json;
using System.Text.Json.Serialization;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution;

/// <summary>The circuits of an agent's versions, as the shell answers <see cref="ExternalKeys.Circuits"/>; versions that run now, or none known.</summary>
public sealed record AgentCircuits(IReadOnlyList<VersionCircuit> Versions)
{
    /// <summary>As the engine reads it.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, AgentCircuitsJson.Default.AgentCircuits);

    internal static AgentCircuits FromJson(JsonElement json) => json.Deserialize(AgentCircuitsJson.Default.AgentCircuits) ?? new AgentCircuits([]);
}

/// <summary>The circuit of one version.</summary>
/// <param name="Kind">Half open is told to one decision at a time: to the others it is open.</param>
/// <param name="Until">When an open one may be tried again.</param>
public sealed record VersionCircuit(string Version, CircuitKind Kind, DateTimeOffset? Until);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentCircuits))]
internal sealed partial class AgentCircuitsJson : JsonSerializerContext;
