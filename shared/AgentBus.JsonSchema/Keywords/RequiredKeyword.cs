using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>required</c>: one error for each missing member.</summary>
internal sealed class RequiredKeyword(KeywordSite site) : Keyword(site)
{
    private readonly string[] _names = [.. site.Value.EnumerateArray().Select(n => n.ToString())];

    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var holds = true;
        foreach (var name in _names)
        {
            if (!instance.TryGetProperty(name, out _))
            {
                holds = Fail(frame, $"'{name}' is missing.");
            }
        }

        return holds;
    }
}
