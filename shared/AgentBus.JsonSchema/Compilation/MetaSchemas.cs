using System.Text.Json;

namespace AgentBus.JsonSchema.Compilation;

/// <summary>The meta-schemas of JSON Schema 2020-12, reduced to what they assert. Schemas are checked against them before they are compiled.</summary>
internal static class MetaSchemas
{
    public const string Root = "https://json-schema.org/draft/2020-12/schema";

    private const string Prefix = "https://json-schema.org/draft/2020-12/meta/";

    private static readonly Dictionary<string, JsonElement> Documents = new()
    {
        [Root] = Parse(
            """
            {"$id": "https://json-schema.org/draft/2020-12/schema", "$dynamicAnchor": "meta",
             "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true, "https://json-schema.org/draft/2020-12/vocab/applicator": true,
              "https://json-schema.org/draft/2020-12/vocab/unevaluated": true, "https://json-schema.org/draft/2020-12/vocab/validation": true,
              "https://json-schema.org/draft/2020-12/vocab/meta-data": true, "https://json-schema.org/draft/2020-12/vocab/format-annotation": true,
              "https://json-schema.org/draft/2020-12/vocab/content": true},
             "type": ["object", "boolean"],
             "allOf": [{"$ref": "meta/core"}, {"$ref": "meta/applicator"}, {"$ref": "meta/unevaluated"}, {"$ref": "meta/validation"},
              {"$ref": "meta/meta-data"}, {"$ref": "meta/format-annotation"}, {"$ref": "meta/content"}],
             "properties": {
              "definitions": {"additionalProperties": {"$dynamicRef": "#meta"}},
              "dependencies": {"additionalProperties": {"anyOf": [{"$dynamicRef": "#meta"}, {"type": "array", "items": {"type": "string"}}]}}}}
            """),
        [Prefix + "core"] = Vocabulary("core",
            """
            "$id": {"type": "string", "pattern": "^[^#]*#?$"}, "$schema": {"type": "string"}, "$ref": {"type": "string"}, "$dynamicRef": {"type": "string"},
            "$anchor": {"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"}, "$dynamicAnchor": {"type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$"},
            "$vocabulary": {"type": "object", "additionalProperties": {"type": "boolean"}}, "$comment": {"type": "string"},
            "$defs": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}
            """),
        [Prefix + "applicator"] = Vocabulary("applicator",
            """
            "prefixItems": {"$ref": "#/$defs/list"}, "items": {"$dynamicRef": "#meta"}, "contains": {"$dynamicRef": "#meta"},
            "additionalProperties": {"$dynamicRef": "#meta"}, "propertyNames": {"$dynamicRef": "#meta"},
            "properties": {"$ref": "#/$defs/map"}, "patternProperties": {"$ref": "#/$defs/map"}, "dependentSchemas": {"$ref": "#/$defs/map"},
            "if": {"$dynamicRef": "#meta"}, "then": {"$dynamicRef": "#meta"}, "else": {"$dynamicRef": "#meta"}, "not": {"$dynamicRef": "#meta"},
            "allOf": {"$ref": "#/$defs/list"}, "anyOf": {"$ref": "#/$defs/list"}, "oneOf": {"$ref": "#/$defs/list"}
            """,
            """
            "list": {"type": "array", "minItems": 1, "items": {"$dynamicRef": "#meta"}},
            "map": {"type": "object", "additionalProperties": {"$dynamicRef": "#meta"}}
            """),
        [Prefix + "unevaluated"] = Vocabulary("unevaluated",
            """
            "unevaluatedItems": {"$dynamicRef": "#meta"}, "unevaluatedProperties": {"$dynamicRef": "#meta"}
            """),
        [Prefix + "validation"] = Vocabulary("validation",
            """
            "type": {"anyOf": [{"$ref": "#/$defs/kind"}, {"type": "array", "items": {"$ref": "#/$defs/kind"}, "minItems": 1, "uniqueItems": true}]},
            "const": true, "enum": {"type": "array"}, "multipleOf": {"type": "number", "exclusiveMinimum": 0},
            "maximum": {"type": "number"}, "exclusiveMaximum": {"type": "number"}, "minimum": {"type": "number"}, "exclusiveMinimum": {"type": "number"},
            "maxLength": {"$ref": "#/$defs/count"}, "minLength": {"$ref": "#/$defs/count"}, "pattern": {"type": "string", "format": "regex"},
            "maxItems": {"$ref": "#/$defs/count"}, "minItems": {"$ref": "#/$defs/count"}, "uniqueItems": {"type": "boolean"},
            "maxContains": {"$ref": "#/$defs/count"}, "minContains": {"$ref": "#/$defs/count"},
            "maxProperties": {"$ref": "#/$defs/count"}, "minProperties": {"$ref": "#/$defs/count"}, "required": {"$ref": "#/$defs/names"},
            "dependentRequired": {"type": "object", "additionalProperties": {"$ref": "#/$defs/names"}}
            """,
            """
            "count": {"type": "integer", "minimum": 0}, "names": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
            "kind": {"enum": ["array", "boolean", "integer", "null", "number", "object", "string"]}
            """),
        [Prefix + "meta-data"] = Vocabulary("meta-data",
            """
            "title": {"type": "string"}, "description": {"type": "string"}, "deprecated": {"type": "boolean"}, "readOnly": {"type": "boolean"},
            "writeOnly": {"type": "boolean"}, "examples": {"type": "array"}
            """),
        [Prefix + "format-annotation"] = Vocabulary("format-annotation", """ "format": {"type": "string"} """),
        [Prefix + "format-assertion"] = Vocabulary("format-assertion", """ "format": {"type": "string"} """),
        [Prefix + "content"] = Vocabulary("content",
            """
            "contentEncoding": {"type": "string"}, "contentMediaType": {"type": "string"}, "contentSchema": {"$dynamicRef": "#meta"}
            """),
    };

    public static bool TryGet(string address, out JsonElement document) => Documents.TryGetValue(address, out document);

    private static JsonElement Vocabulary(string name, string properties, string definitions = "") => Parse(
        $$$"""
        {"$id": "{{{Prefix}}}{{{name}}}", "$dynamicAnchor": "meta", "type": ["object", "boolean"], "properties": {{{{properties}}}}, "$defs": {{{{definitions}}}}}
        """);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
