using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>prefixItems</c>.</summary>
internal sealed class PrefixItemsKeyword(KeywordSite site) : ItemsKeyword(site)
{
    private readonly SchemaNode[] _nodes = site.Nodes();

    protected override bool ItemHolds(JsonElement item, int index, Frame frame)
    {
        if (index >= _nodes.Length)
        {
            return true;
        }

        frame.Seen?.AddFirstItems(index + 1);
        return Apply(_nodes[index], item, index, frame);
    }
}
