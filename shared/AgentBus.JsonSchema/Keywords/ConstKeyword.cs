using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>const</c>.</summary>
internal sealed class ConstKeyword(KeywordSite site) : Keyword(site)
{
    private readonly JsonElement _value = site.Value;

    public override bool Holds(JsonElement instance, Frame frame) =>
        JsonEquality.Instance.Equals(instance, _value) || Fail(frame, $"It must be {Instances.Short(_value)}, not {Instances.Short(instance)}.");
}
