using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>
/// Replaces the texts of secrets by <c>***</c>, also as they stand in addresses, in JSON and in base64. Texts of less than three characters are
/// left: they are in everything.
/// </summary>
internal sealed class SecretMask
{
    private const string Masked = "***";
    private const int Shortest = 3;

    private readonly HashSet<string> texts = [];

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

    public void Add(string text)
    {
        if (text.Length >= Shortest)
        {
            texts.Add(text);
            texts.Add(Uri.EscapeDataString(text));
            texts.Add(JsonEncodedText.Encode(text).ToString());
            texts.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>Whether a secret stands in the text.</summary>
    public bool Touches(string text) => texts.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    public string Apply(string text)
    {
        foreach (var secret in texts.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Masked, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>For bodies that are not JSON: Latin-1 keeps every byte, and a secret's UTF-8 bytes are found as they are.</summary>
    public byte[] Apply(byte[] bytes)
    {
        if (texts.Count == 0)
        {
            return bytes;
        }

        var text = Encoding.Latin1.GetString(bytes);
        foreach (var secret in texts.OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(secret)), Masked, StringComparison.Ordinal);
        }

        return Encoding.Latin1.GetBytes(text);
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
            case JsonValue number when number.GetValueKind() == JsonValueKind.Number && texts.Contains(number.ToJsonString()):
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
