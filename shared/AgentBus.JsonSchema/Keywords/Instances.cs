using System.Text.Json;
using AgentBus.JsonSchema.Numbers;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>The kinds of instances, in the specification's words.</summary>
internal static class Instances
{
    public static string KindOf(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    /// <summary>Whether it is of the kind; 1.0 is an integer.</summary>
    public static bool Is(JsonElement instance, string kind) => kind == "integer"
        ? instance.ValueKind == JsonValueKind.Number && (instance.TryGetInt64(out _) || JsonNumber.Of(instance).IsInteger)
        : kind == KindOf(instance);

    /// <summary>Its text, shortened for messages.</summary>
    public static string Short(JsonElement instance)
    {
        var text = instance.GetRawText();
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
