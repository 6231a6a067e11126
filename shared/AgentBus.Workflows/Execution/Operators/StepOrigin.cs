using System.Text.Json;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Operators;

/// <summary>
/// Where a step's input and the context lay when it began. The history holds it (<c>step.started</c>), so that it costs no row and no
/// control state; whoever asks for a restart looks it up there.
/// </summary>
internal sealed record StepOrigin(DataRef Input, DataRef? Context = null)
{
    public static StepOrigin? Parse(JsonElement data)
    {
        try
        {
            return data.Deserialize(RunStateJson.Default.StepOrigin) is { Input: not null } origin ? origin : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("input");
        JsonSerializer.Serialize(writer, Input, RunStateJson.Default.DataRef);
        if (Context is not (null or DataRef.Inline { Value.ValueKind: JsonValueKind.Null }))
        {
            writer.WritePropertyName("context");
            JsonSerializer.Serialize(writer, Context, RunStateJson.Default.DataRef);
        }
    }
}
