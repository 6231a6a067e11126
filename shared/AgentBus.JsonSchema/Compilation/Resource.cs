using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Compilation;

/// <summary>A schema with an address of its own: a document, or a part of one with <c>$id</c>.</summary>
internal sealed class Resource(Location root)
{
    public Location Root { get; } = root;

    /// <summary>Places by <c>$anchor</c> and <c>$dynamicAnchor</c>.</summary>
    public Dictionary<string, Location> Anchors { get; } = [];

    /// <summary>Names of the anchors that are dynamic.</summary>
    public HashSet<string> DynamicNames { get; } = [];

    /// <summary>The dynamic anchors, compiled: what <c>$dynamicRef</c> finds in the scopes it was reached through.</summary>
    public Dictionary<string, SchemaNode> DynamicNodes { get; } = [];

    public Dialect Dialect { get; set; } = Dialect.Standard;
}
