using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// The control state of a run: what runs and what waits, never the data. Its size is of the order of the running steps.
/// Serialisable, with a format version.
/// </summary>
public sealed record RunState
{
    /// <summary>The run's id; part of every idempotency key.</summary>
    public required Guid Run { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public RunStatus Status { get; init; }

    /// <summary>The RFC 7807 error that ended the run, when faulted.</summary>
    public JsonElement? Error { get; init; }

    /// <summary>The state of a run that has not begun.</summary>
    public static RunState New(Guid run, DateTimeOffset startedAt) => new() { Run = run, StartedAt = startedAt };

    /// <summary>For the store.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunStateJson.Default.RunState);

    /// <summary>From the store.</summary>
    public static RunState FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, RunStateJson.Default.RunState) ?? throw new JsonException("The stored run state is null.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunStateJson : JsonSerializerContext;
