using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Workflows.Execution;

/// <summary>A completed output that may be used again.</summary>
/// <param name="Agent">Who made it.</param>
/// <param name="AgentVersion">Its version.</param>
/// <param name="Key">Hash of <c>with.cache.key</c>: SHA-256 of its canonical JSON, 43 characters.</param>
/// <param name="Run">The run it was made in.</param>
/// <param name="Step">The step it was made in.</param>
public sealed record CachedOutput(
    string Agent, string AgentVersion, string Key, Guid Run, string Step, JsonElement Output, DateTimeOffset StoredAt, DateTimeOffset ExpiresAt)
{
    /// <summary>As the engine reads it, under <see cref="ExternalKeys.Cache"/>.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CachedOutputJson.Default.CachedOutput);

    internal static CachedOutput? FromJson(JsonElement json) => json.Deserialize(CachedOutputJson.Default.CachedOutput);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CachedOutput))]
internal sealed partial class CachedOutputJson : JsonSerializerContext;
