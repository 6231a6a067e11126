using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentBus.Workflows.Execution;

/// <summary>Small JSON values made by hand: no reflection, one buffer.</summary>
internal static class Json
{
    private const int LargestSpare = 64 * 1024;

    [ThreadStatic]
    private static Room? spare;

    public static JsonElement Null { get; } = JsonElement.Parse("null"u8);

    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}"u8);

    public static byte[] EmptyObjectText { get; } = "{}"u8.ToArray();

    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var room = Written(write, static (writer, write) => write(writer));
        var value = JsonElement.Parse(room.Buffer.WrittenSpan);
        Return(room);
        return value;
    }

    /// <summary>The same without a closure.</summary>
    public static JsonElement Build<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var room = Written(state, write);
        var value = JsonElement.Parse(room.Buffer.WrittenSpan);
        Return(room);
        return value;
    }

    /// <summary>An object as text.</summary>
    public static byte[] Utf8(Action<Utf8JsonWriter> members)
    {
        var room = Written(members, static (writer, members) =>
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        });
        var text = room.Buffer.WrittenSpan.ToArray();
        Return(room);
        return text;
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

    /// <summary>The same value in a document of its own, so that it does not hold on to a large one that it is part of.</summary>
    public static JsonElement Alone(JsonElement value) => JsonElement.Parse(JsonMarshal.GetRawUtf8Value(value));

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

    /// <summary>The writer and its buffer are kept for the thread's next value; a value built inside another gets its own.</summary>
    private static Room Written<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var room = spare ?? new Room();
        spare = null;
        write(room.Writer, state);
        room.Writer.Flush();
        return room;
    }

    private static void Return(Room room)
    {
        if (room.Buffer.Capacity <= LargestSpare)
        {
            room.Buffer.ResetWrittenCount();
            room.Writer.Reset();
            spare = room;
        }
    }

    private sealed class Room
    {
        public Room() => Writer = new Utf8JsonWriter(Buffer);

        public ArrayBufferWriter<byte> Buffer { get; } = new(256);

        public Utf8JsonWriter Writer { get; }
    }
}
