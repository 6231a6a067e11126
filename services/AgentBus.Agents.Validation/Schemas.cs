using System.Text.Json;

namespace AgentBus.Agents.Validation;

/// <summary>What a model's answer must look like.</summary>
internal static class Schemas
{
    public static JsonElement Judge { get; } = JsonSerializer.Deserialize<JsonElement>("""
        {
          "type": "object",
          "required": ["results"],
          "properties": {
            "results": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "support", "faults"],
                "properties": {
                  "id": { "type": "string" },
                  "support": { "type": "number", "minimum": 0, "maximum": 1 },
                  "faults": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["kind", "detail"],
                      "properties": {
                        "kind": { "enum": ["number", "name", "negation", "overlap", "unsupported"] },
                        "detail": { "type": "string" }
                      }
                    }
                  }
                }
              }
            }
          }
        }
        """);
}
