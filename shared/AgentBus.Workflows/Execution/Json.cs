using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>Small JSON values made by hand: no reflection, one buffer.</summary>
internal static class Json
{
    private const int LargestSpare = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? spare;

    public static JsonElement Null { get; } = JsonElement.Parse("null"u8);

    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}"u8);

    /// <summary>The writer and its buffer are kept for the thread's next value; a value built inside another gets its own.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var (buffer, writer) = spare ?? NewSpare();
        spare = null;
        write(writer);
        writer.Flush();
        var value = JsonElement.Parse(buffer.WrittenSpan);
        if (buffer.Capacity <= LargestSpare)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            spare = (buffer, writer);
        }

        return value;
    }

    public static JsonElement Object(Action<Utf8JsonWriter> members) => Build(writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    });

    public static JsonElement Array(IEnumerable<JsonElement> items) => Build(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    public static JsonElement Of(string? value) => Build(writer => writer.WriteStringValue(value));

    public static JsonElement Of(int value) => Build(writer => writer.WriteNumberValue(value));

    /// <summary>Writes the member unless the value is null.</summary>
    public static void Member(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void Member(this Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    /// <summary>Length of the value's text in UTF-8.</summary>
    public static int SizeOf(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    public static string? Text(this JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()
            : null;

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) NewSpare()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        return (buffer, new Utf8JsonWriter(buffer));
    }
}
