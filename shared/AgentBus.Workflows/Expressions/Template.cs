using System.Text.Json;

namespace AgentBus.Workflows.Expressions;

/// <summary>A JSON value with runtime expressions (<c>${ ... }</c>) in it, compiled.</summary>
/// <param name="Root">The shape.</param>
/// <param name="Path">JSON pointer of where it stands in the document.</param>
public sealed record Template(TemplateNode Root, string Path);

/// <summary>A node of a <see cref="Template"/>.</summary>
public abstract record TemplateNode
{
    /// <summary>A value that is what it is.</summary>
    public sealed record Literal(JsonElement Value) : TemplateNode;

    /// <summary>A value that an expression makes.</summary>
    public sealed record Computed(Expression Expression) : TemplateNode;

    public sealed record Object(IReadOnlyList<KeyValuePair<string, TemplateNode>> Members) : TemplateNode;

    public sealed record Array(IReadOnlyList<TemplateNode> Items) : TemplateNode;
}
