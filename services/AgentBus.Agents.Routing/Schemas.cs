using System.Text.Json;

namespace AgentBus.Agents.Routing;

/// <summary>What a model's answer must look like.</summary>
internal static class Schemas
{
    public static JsonElement Classify { get; } = JsonSerializer.Deserialize<JsonElement>("""
        {
          "type": "object",
          "required": ["label", "confidence"],
          "properties": {
            "label": { "enum": ["narrow", "broad"] },
            "confidence": { "type": "number", "minimum": 0, "maximum": 1 }
          }
        }
        """);
}
