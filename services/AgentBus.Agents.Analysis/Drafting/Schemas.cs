using System.Text.Json;

namespace AgentBus.Agents.Analysis.Drafting;

/// <summary>What a model's answers must look like.</summary>
internal static class Schemas
{
    public static JsonElement Summarise { get; } = JsonSerializer.Deserialize<JsonElement>("""
        {
          "type": "object",
          "required": ["sentences"],
          "properties": {
            "sentences": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["text", "passageId"],
                "properties": { "text": { "type": "string", "minLength": 1 }, "passageId": { "type": "string", "minLength": 1 } }
              }
            }
          }
        }
        """);

    public static JsonElement Extract { get; } = JsonSerializer.Deserialize<JsonElement>("""
        {
          "type": "object",
          "required": ["entities"],
          "properties": {
            "entities": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["text", "kind"],
                "properties": {
                  "text": { "type": "string", "minLength": 1 },
                  "kind": { "type": "string" },
                  "passageId": { "type": "string" },
                  "count": { "type": "integer", "minimum": 1 }
                }
              }
            }
          }
        }
        """);
}
