using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>enum</c>.</summary>
internal sealed class EnumKeyword(KeywordSite site) : Keyword(site)
{
    private readonly HashSet<JsonElement> _values = new(site.Value.EnumerateArray(), JsonEquality.Instance);

    public override bool Holds(JsonElement instance, Frame frame) =>
        _values.Contains(instance)
        || Fail(frame, $"It must be one of {string.Join(", ", _values.Take(10).Select(Instances.Short))}{(_values.Count > 10 ? ", ..." : "")}, not {Instances.Short(instance)}.");
}
