using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>
/// Replaces the texts of secrets by <c>***</c>, however they are escaped, and base64 of what holds one as a whole. Texts of less than three characters
/// are left, and those of less than eight are replaced where they are whole words: they are in everything.
/// </summary>
internal sealed class SecretMask
{
    private const string Masked = "***";

    private readonly SecretSearch search = new();

    /// <summary>Every text and number in it is secret.</summary>
    public void Add(JsonElement secret)
    {
        switch (secret.ValueKind)
        {
            case JsonValueKind.String:
                Add(secret.GetString()!);
                break;
            case JsonValueKind.Number:
                Add(secret.GetRawText());
                break;
            case JsonValueKind.Object:
                secret.EnumerateObject().ToList().ForEach(member => Add(member.Value));
                break;
            case JsonValueKind.Array:
                secret.EnumerateArray().ToList().ForEach(Add);
                break;
        }
    }

    /// <summary>
    /// What an expression made of secrets: a text in which no secret stands as it is (a signature, a hash) is one itself. Of objects only the
    /// secrets in them are, not the data beside them.
    /// </summary>
    public void AddMade(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !Touches(text))
        {
            Add(text);
        }
    }

    public void Add(string text) => search.Add(text);

    /// <summary>Whether a secret stands in the text.</summary>
    public bool Touches(string text) => search.Find(text).Any();

    public string Apply(string text) => Replace(text, search.Find(text));

    /// <summary>For bodies of any type. Of what is no text every other byte stays as it is: Latin-1 keeps them all.</summary>
    public byte[] Apply(byte[] bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetBytes(Apply(Encoding.UTF8.GetString(bytes)));
        }

        var text = Encoding.Latin1.GetString(bytes);
        return Encoding.Latin1.GetBytes(Replace(text, search.Find(text, isText: false)));
    }

    public JsonElement Apply(JsonNode? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, value);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static string Replace(string text, IEnumerable<(int Start, int End)> places)
    {
        StringBuilder? made = null;
        var done = 0;
        var (from, to) = (0, 0);
        foreach (var (start, end) in places.Order().Append((text.Length, text.Length)))
        {
            if (start < to)
            {
                to = Math.Max(to, end);
                continue;
            }

            if (to > from)
            {
                made = (made ?? new StringBuilder(text.Length)).Append(text, done, from - done).Append(Masked);
                done = to;
            }

            (from, to) = (start, end);
        }

        return made is null ? text : made.Append(text, done, text.Length - done).ToString();
    }

    private void Write(Utf8JsonWriter writer, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(Apply(name));
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                writer.WriteStringValue(Apply(scalar.GetValue<string>()));
                break;
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number && search.IsOne(number.ToJsonString()):
                writer.WriteStringValue(Masked);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
