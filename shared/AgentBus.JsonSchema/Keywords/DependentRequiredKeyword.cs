using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>dependentRequired</c>.</summary>
internal sealed class DependentRequiredKeyword(KeywordSite site) : Keyword(site)
{
    private readonly (string Name, string[] Needs)[] _dependencies =
    [
        .. site.Value.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Array)
            .Select(p => (p.Name, p.Value.EnumerateArray().Select(n => n.ToString()).ToArray())),
    ];

    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var holds = true;
        foreach (var (name, needs) in _dependencies.Where(d => instance.TryGetProperty(d.Name, out _)))
        {
            foreach (var missing in needs.Where(n => !instance.TryGetProperty(n, out _)))
            {
                holds = Fail(frame, $"'{missing}' is missing, which '{name}' needs.");
            }
        }

        return holds;
    }
}
