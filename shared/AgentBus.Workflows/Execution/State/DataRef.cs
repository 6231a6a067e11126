using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Workflows.Execution.State;

/// <summary>Where a value is. The control state holds references, never the data, except for tiny values.</summary>
[JsonConverter(typeof(DataRefConverter))]
internal abstract record DataRef
{
    public static DataRef Null { get; } = new Inline(Json.Null);

    /// <summary>A document of the run.</summary>
    public sealed record Document(string Key) : DataRef;

    /// <summary>An array whose items are the documents <c>{prefix}[0]</c> .. <c>{prefix}[count-1]</c>.</summary>
    public sealed record Items(string Prefix, int Count) : DataRef;

    /// <summary>A value small enough to live in the state itself.</summary>
    public sealed record Inline(JsonElement Value) : DataRef;

    /// <summary>
    /// A value made in this decision. It becomes a document under <paramref name="Key"/> only if something outlives the decision that needs it;
    /// never serialised.
    /// </summary>
    public sealed record Fresh(JsonElement Value, string Key) : DataRef
    {
        /// <summary>Where it was put, once it was.</summary>
        public DataRef? Kept { get; set; }
    }
}

/// <summary>A document is its key, items are <c>[prefix, count]</c>, a tiny value is <c>{"v": value}</c>.</summary>
internal sealed class DataRefConverter : JsonConverter<DataRef>
{
    public override DataRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new DataRef.Document(reader.GetString()!);
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            var items = JsonElement.ParseValue(ref reader);
            return new DataRef.Items(items[0].GetString()!, items[1].GetInt32());
        }

        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("v"u8) || !reader.Read())
        {
            throw new JsonException("A stored reference is a key, [prefix, count] or {\"v\": value}.");
        }

        var value = JsonElement.ParseValue(ref reader);
        reader.Read();
        return new DataRef.Inline(value);
    }

    public override void Write(Utf8JsonWriter writer, DataRef value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case DataRef.Document document:
                writer.WriteStringValue(document.Key);
                break;
            case DataRef.Items items:
                writer.WriteStartArray();
                writer.WriteStringValue(items.Prefix);
                writer.WriteNumberValue(items.Count);
                writer.WriteEndArray();
                break;
            case DataRef.Inline inline:
                writer.WriteStartObject();
                writer.WritePropertyName("v");
                inline.Value.WriteTo(writer);
                writer.WriteEndObject();
                break;
            default:
                throw new JsonException("A value that was not kept cannot be part of the stored state.");
        }
    }
}
