using System.Text.Json;

namespace AgentBus.JsonSchema.Compilation;

/// <summary>Which optional vocabularies a schema is written in, as its meta-schema's <c>$vocabulary</c> says.</summary>
/// <param name="Validates">Whether the keywords of the validation vocabulary assert.</param>
/// <param name="AssertsFormats">Whether <c>format</c> asserts.</param>
/// <param name="Unknown">A required vocabulary that is not known here; null = none.</param>
internal sealed record Dialect(bool Validates, bool AssertsFormats, string? Unknown = null)
{
    private const string Prefix = "https://json-schema.org/draft/2020-12/vocab/";

    private static readonly string[] Known = ["core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "format-assertion", "content"];

    public static Dialect Standard { get; } = new(Validates: true, AssertsFormats: false);

    /// <summary>The dialect that a meta-schema describes.</summary>
    public static Dialect Of(JsonElement metaSchema)
    {
        if (metaSchema.ValueKind != JsonValueKind.Object || !metaSchema.TryGetProperty("$vocabulary", out var used) || used.ValueKind != JsonValueKind.Object)
        {
            return Standard;
        }

        var names = used.EnumerateObject().ToList();
        return new Dialect(
            names.Exists(n => n.Name == Prefix + "validation"),
            names.Exists(n => n.Name == Prefix + "format-assertion"),
            names.Find(n => n.Value.ValueKind == JsonValueKind.True && !Known.Any(k => n.Name == Prefix + k)) is { Value.ValueKind: JsonValueKind.True } unknown
                ? unknown.Name
                : null);
    }
}
