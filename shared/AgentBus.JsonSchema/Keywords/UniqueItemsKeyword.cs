using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>uniqueItems: true</c>.</summary>
internal sealed class UniqueItemsKeyword(KeywordSite site) : Keyword(site)
{
    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var seen = new Dictionary<JsonElement, int>(JsonEquality.Instance);
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (!seen.TryAdd(item, index))
            {
                return Fail(frame, $"Its items must differ: {seen[item]} and {index} are equal.");
            }

            index++;
        }

        return true;
    }
}
