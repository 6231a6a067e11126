using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>dependentSchemas</c>.</summary>
internal sealed class DependentSchemasKeyword(KeywordSite site) : Keyword(site)
{
    private readonly (string Name, SchemaNode Node)[] _nodes = [.. site.NamedNodes()];

    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var holds = true;
        foreach (var (name, node) in _nodes)
        {
            holds &= !instance.TryGetProperty(name, out _) || node.Holds(instance, frame);
        }

        return holds;
    }
}
