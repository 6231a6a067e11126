using System.Text.Json;
using AgentBus.JsonSchema;

namespace AgentBus.Benchmarks;

/// <summary>Validations a second of an order of 1 KB against a compiled schema.</summary>
internal static class SchemaBenchmark
{
    private const int Validations = 40_000;

    private const string Order = """
        { "type": "object", "required": ["id", "customer", "lines"], "additionalProperties": false,
          "properties": {
            "id": { "type": "string", "pattern": "^[A-Z]{2}-[0-9]+$" },
            "customer": { "type": "object", "required": ["name", "email"], "properties": {
              "name": { "type": "string", "minLength": 1, "maxLength": 100 }, "email": { "type": "string", "minLength": 3 }, "tier": { "enum": ["basic", "gold"] } } },
            "lines": { "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/line" } } },
          "$defs": { "line": { "type": "object", "required": ["sku", "quantity", "price"], "properties": {
            "sku": { "type": "string" }, "quantity": { "type": "integer", "minimum": 1 }, "price": { "type": "number", "exclusiveMinimum": 0 }, "note": { "type": ["string", "null"] } } } } }
        """;

    public static SchemaFigures Run()
    {
        if (!Schema.TryCompile(JsonElement.Parse(Order), out var schema, out var errors))
        {
            throw new InvalidOperationException(string.Join('\n', errors));
        }

        var lines = Enumerable.Range(0, 10).Select(i => $$"""{"sku":"SKU-{{i:00000}}","quantity":{{i + 1}},"price":{{i}}.95,"note":"a note of some words {{i}}"}""");
        var order = JsonElement.Parse($$"""{"id":"AB-12345","customer":{"name":"Ada Lovelace","email":"ada@example.org","tier":"gold"},"lines":[{{string.Join(',', lines)}}]}""");
        Rate(() => schema.Validate(order).Count == 0);
        Rate(() => schema.IsValid(order));
        var all = Measured.Median(Enumerable.Range(0, 5).Select(_ => Rate(() => schema.Validate(order).Count == 0)));
        var any = Measured.Median(Enumerable.Range(0, 5).Select(_ => Rate(() => schema.IsValid(order))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rate(() => schema.Validate(order).Count == 0);
        return new SchemaFigures(all, any, (GC.GetAllocatedBytesForCurrentThread() - before) / Validations);
    }

    private static double Rate(Func<bool> validate)
    {
        var began = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Validations; i++)
        {
            if (!validate())
            {
                throw new InvalidOperationException("The order is not valid.");
            }
        }

        return Validations / (Environment.CpuUsage.TotalTime - began).TotalSeconds;
    }
}
