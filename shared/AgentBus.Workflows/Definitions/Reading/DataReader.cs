using AgentBus.JsonSchema;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads <c>input</c>, <c>output</c> and <c>export</c>, of the document and of tasks.</summary>
internal static class DataReader
{
    public static InputSpec? Input(Cursor owner) =>
        Parts(owner.Get("input"), "from") is var (schema, from) ? new InputSpec(schema, from) : null;

    public static OutputSpec? Output(Cursor owner) =>
        Parts(owner.Get("output"), "as") is var (schema, @as) ? new OutputSpec(schema, @as) : null;

    public static ExportSpec? Export(Cursor owner) =>
        Parts(owner.Get("export"), "as") is var (schema, @as) ? new ExportSpec(schema, @as) : null;

    /// <summary>A JSON Schema as such, without the standard's wrapping.</summary>
    public static Schema? PlainSchema(Cursor at)
    {
        if (Schema.TryCompile(at.ToJson(), out var schema, out var errors))
        {
            return schema;
        }

        foreach (var error in errors)
        {
            at.Follow(error.InstancePath).Report($"the JSON Schema is wrong: {error.Message}");
        }

        return null;
    }

    private static (Schema? Schema, Template? Transform)? Parts(Cursor? at, string transform)
    {
        if (at is null || !at.IsObjectOf("schema", transform))
        {
            return null;
        }

        return (at.Get("schema") is { } schema ? WrappedSchema(schema) : null,
            at.Get(transform) is { } made ? ExpressionReader.ReadTransform(made) : null);
    }

    private static Schema? WrappedSchema(Cursor at)
    {
        if (!at.IsObjectOf("format", "document", "resource"))
        {
            return null;
        }

        if (at.Get("format") is { } format && format.Text() is { } name && name != "json" && !name.StartsWith("json:", StringComparison.Ordinal))
        {
            format.Report($"schemas of the format '{name}' are not supported. Use json (JSON Schema).");
        }

        if (at.Get("resource") is { } resource)
        {
            resource.Report("schemas from outside (schema.resource) are not supported. Write the schema under 'document'.");
            return null;
        }

        return at.Required("document") is { } document ? PlainSchema(document) : null;
    }
}
