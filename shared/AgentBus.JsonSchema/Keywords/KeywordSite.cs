using System.Text.Json;
using AgentBus.JsonSchema.Compilation;
using AgentBus.JsonSchema.Evaluation;
using AgentBus.JsonSchema.Numbers;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>Where a keyword stands, and the values around it, while it is compiled.</summary>
internal sealed record KeywordSite(SchemaCompiler Compiler, Location Owner, Resource Resource, string Name, JsonElement Value)
{
    public string Path => JsonPointer.Append(Owner.Path, Name);

    public bool IsText => Value.ValueKind == JsonValueKind.String;

    public string Text => Value.GetString()!;

    public bool IsArray => Value.ValueKind == JsonValueKind.Array;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    /// <summary>A whole number that bounds a count; null when it is none.</summary>
    public long? Count => CountOf(Value);

    public SchemaNode Node() => Compiler.Node(Owner.Child(Name, Value));

    public SchemaNode[] Nodes() => [.. Owner.Child(Name, Value).Children().Select(Compiler.Node)];

    public IEnumerable<(string Name, SchemaNode Node)> NamedNodes()
    {
        var at = Owner.Child(Name, Value);
        return at.Element.EnumerateObject().Select(p => (p.Name, Compiler.Node(at.Child(p.Name, p.Value))));
    }

    /// <summary>A schema beside this keyword; null = none.</summary>
    public SchemaNode? Beside(string name) => Owner.Get(name) is { } sibling ? Compiler.Node(sibling) : null;

    public JsonElement? ValueBeside(string name) => Owner.Element.TryGetProperty(name, out var value) ? value : null;

    public long? CountBeside(string name) => ValueBeside(name) is { } value ? CountOf(value) : null;

    public void Report(string message) => Compiler.Report(Owner, Name, message);

    // 2.0 is a whole number; one beyond what any document can hold is as good as the greatest.
    private static long? CountOf(JsonElement value) =>
        value.ValueKind != JsonValueKind.Number || JsonNumber.Of(value) is not { IsInteger: true } number ? null
            : value.TryGetInt64(out var count) ? count
            : number.ToInt64Saturated();
}
