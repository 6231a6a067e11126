using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentBus.JsonSchema.Compilation;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema;

/// <summary>A compiled JSON Schema 2020-12. Immutable and safe to share between threads.</summary>
public sealed class Schema
{
    private readonly SchemaNode _root;

    private Schema(JsonElement document, SchemaNode root)
    {
        Document = document;
        _root = root;
    }

    /// <summary>The schema's own text.</summary>
    public JsonElement Document { get; }

    /// <summary>
    /// Compiles a schema, or lists all that is wrong with it: each error's <see cref="SchemaError.InstancePath"/> leads into the document.
    /// References to the network are refused. Formats are annotations.
    /// </summary>
    public static bool TryCompile(JsonElement document, [NotNullWhen(true)] out Schema? schema, out IReadOnlyList<SchemaError> errors) =>
        TryCompile(document, new SchemaOptions(), out schema, out errors);

    /// <inheritdoc cref="TryCompile(JsonElement, out Schema?, out IReadOnlyList{SchemaError})"/>
    public static bool TryCompile(
        JsonElement document, SchemaOptions options, [NotNullWhen(true)] out Schema? schema, out IReadOnlyList<SchemaError> errors)
    {
        // Its own copy: the caller may dispose of the document this came from.
        document = document.Clone();
        var (root, found) = SchemaCompiler.Compile(document, options);
        (schema, errors) = (root is null ? null : new Schema(document, root), found);
        return schema is not null;
    }

    /// <summary>All errors of an instance; empty when it is valid.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement instance) => Validation.All(_root, instance);

    /// <summary>Whether an instance is valid; quicker than <see cref="Validate"/>, as it ends at the first error.</summary>
    public bool IsValid(JsonElement instance) => Validation.IsValid(_root, instance);
}
