using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>The standard's <c>$task</c>, <c>$workflow</c> and <c>$runtime</c>.</summary>
internal static class Descriptors
{
    public static JsonElement Runtime { get; } = Json.Object(writer =>
    {
        writer.WriteString("name", "AgentBus");
        writer.WriteString("version", typeof(Descriptors).Assembly.GetName().Version?.ToString(3));
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
    });

    public static JsonElement Workflow(Machine machine) => Json.Object(writer =>
    {
        writer.WriteString("id", machine.State.Run);
        writer.Member("definition", machine.Definition.Document);
        writer.Member("input", machine.Documents.Read(new DataRef.Document(DocumentKeys.Input)));
        StartedAt(writer, machine.State.StartedAt);
    });

    public static JsonElement Task(Machine machine, StepFrame? step, DataRef? output) => step is null ? Json.Null : Json.Object(writer =>
    {
        var task = machine.TaskOf(step);
        while (task is ExtendedTask extended)
        {
            task = extended.Inner;
        }

        writer.WriteString("name", task.Name);
        writer.WriteString("reference", task.Path);
        writer.Member("definition", At(machine.Definition.Document, task.Path));
        writer.Member("input", machine.Documents.Read(step.RawInput));
        if (output is not null)
        {
            writer.Member("output", machine.Documents.Read(output));
        }

        StartedAt(writer, step.StartedAt);
    });

    private static void StartedAt(Utf8JsonWriter writer, DateTimeOffset at)
    {
        writer.WriteStartObject("startedAt");
        writer.WriteString("iso8601", at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        writer.WriteStartObject("epoch");
        writer.WriteNumber("seconds", at.ToUnixTimeSeconds());
        writer.WriteNumber("milliseconds", at.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The value at a JSON pointer (RFC 6901), or null.</summary>
    private static JsonElement At(JsonElement document, string pointer)
    {
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/").Replace("~0", "~");
            if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var member))
            {
                document = member;
            }
            else if (document.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index < document.GetArrayLength())
            {
                document = document[index];
            }
            else
            {
                return Json.Null;
            }
        }

        return document;
    }
}
