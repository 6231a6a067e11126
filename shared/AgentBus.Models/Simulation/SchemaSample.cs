using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Models.Simulation;

/// <summary>A small value that fits the usual kinds of JSON schema: objects, arrays, texts, numbers, enumerations. Others get null.</summary>
internal static class SchemaSample
{
    private const int MaxDepth = 16;

    public static JsonNode Of(JsonElement schema) => Value(schema, 0) ?? new JsonObject();

    private static JsonNode? Value(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return null;
        }

        if (schema.TryGetProperty("const", out var only))
        {
            return JsonNode.Parse(only.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var values) && values.GetArrayLength() > 0)
        {
            return JsonNode.Parse(values[0].GetRawText());
        }

        return Type(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, Number(schema, "minItems", 0)).Select(_ => Value(schema.GetProperty("items"), depth + 1))]),
            "string" => JsonValue.Create(new string('a', Math.Max(1, Number(schema, "minLength", 1)))),
            "integer" or "number" => JsonValue.Create(Number(schema, "minimum", 1)),
            "boolean" => JsonValue.Create(true),
            _ => null,
        };
    }

    private static JsonObject Object(JsonElement schema, int depth)
    {
        var sample = new JsonObject();
        foreach (var property in schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().ToList() : [])
        {
            sample[property.Name] = Value(property.Value, depth + 1);
        }

        return sample;
    }

    private static string? Type(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? (schema.TryGetProperty("properties", out _) ? "object" : null)
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().FirstOrDefault().GetString()
        : type.GetString();

    private static int Number(JsonElement schema, string name, int otherwise) =>
        schema.TryGetProperty(name, out var number) && number.TryGetInt32(out var value) ? value : otherwise;
}
