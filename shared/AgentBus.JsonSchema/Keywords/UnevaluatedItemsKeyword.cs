using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>unevaluatedItems</c>.</summary>
internal sealed class UnevaluatedItemsKeyword(KeywordSite site) : ItemsKeyword(site), IUnevaluated
{
    private readonly SchemaNode _node = site.Node();

    protected override bool ItemHolds(JsonElement item, int index, Frame frame)
    {
        if (frame.Seen!.HasItem(index))
        {
            return true;
        }

        frame.Seen.AddItem(index);
        return Apply(_node, item, index, frame);
    }
}
