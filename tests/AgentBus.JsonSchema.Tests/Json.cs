using System.Text.Json;

namespace AgentBus.JsonSchema.Tests;

internal static class Json
{
    public static JsonElement Of(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 20_000 });
        return document.RootElement.Clone();
    }

    public static Schema Schema(string text)
    {
        AgentBus.JsonSchema.Schema.TryCompile(Of(text), out var schema, out var errors);
        errors.ShouldBeEmpty();
        return schema.ShouldNotBeNull();
    }
}
