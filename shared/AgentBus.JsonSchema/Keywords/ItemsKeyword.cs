using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>A keyword that gives schemas to items of an array.</summary>
internal abstract class ItemsKeyword(KeywordSite site) : Keyword(site)
{
    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var holds = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            holds &= ItemHolds(item, index++, frame);
            if (!holds && frame.Quiet)
            {
                return false;
            }
        }

        return holds;
    }

    /// <summary>Whether an item is as asked; one that the keyword does not speak of is.</summary>
    protected abstract bool ItemHolds(JsonElement item, int index, Frame frame);

    protected static bool Apply(SchemaNode node, JsonElement item, int index, Frame frame)
    {
        frame.Run.Push(index);
        var holds = node.Holds(item, frame.Below);
        frame.Run.Pop();
        return holds;
    }
}
