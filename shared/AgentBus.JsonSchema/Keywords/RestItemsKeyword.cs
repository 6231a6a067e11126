using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>items</c>: the items after those of <c>prefixItems</c>.</summary>
internal sealed class RestItemsKeyword(KeywordSite site) : ItemsKeyword(site)
{
    private readonly SchemaNode _node = site.Node();
    private readonly int _start = site.ValueBeside("prefixItems") is { ValueKind: JsonValueKind.Array } prefix ? prefix.GetArrayLength() : 0;

    protected override bool ItemHolds(JsonElement item, int index, Frame frame)
    {
        if (index < _start)
        {
            return true;
        }

        frame.Seen?.AddFirstItems(int.MaxValue);
        return Apply(_node, item, index, frame);
    }
}
