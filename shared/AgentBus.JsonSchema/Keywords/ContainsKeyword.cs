using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(KeywordSite site, bool counts) : Keyword(site)
{
    private readonly SchemaNode _node = site.Node();
    private readonly long _min = counts ? site.CountBeside("minContains") ?? 1 : 1;
    private readonly long _max = counts ? site.CountBeside("maxContains") ?? long.MaxValue : long.MaxValue;

    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var (found, index) = (0L, 0);
        foreach (var item in instance.EnumerateArray())
        {
            if (_node.Holds(item, frame.Below.Tried))
            {
                found++;
                frame.Seen?.AddItem(index);
            }

            index++;
        }

        return (found >= _min && found <= _max)
            || Fail(frame, _max == long.MaxValue
                ? $"It must have at least {_min} items that match 'contains', not {found}."
                : $"It must have {_min} to {_max} items that match 'contains', not {found}.");
    }
}
