using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;
using AgentBus.JsonSchema.Numbers;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>multipleOf</c>, exact also for decimal fractions.</summary>
internal sealed class MultipleOfKeyword(KeywordSite site) : Keyword(site)
{
    private readonly JsonElement _factor = site.Value;

    public override bool Holds(JsonElement instance, Frame frame) =>
        instance.ValueKind != JsonValueKind.Number
        || JsonNumber.IsMultiple(instance, _factor)
        || Fail(frame, $"It must be a multiple of {_factor.GetRawText()}, not {Instances.Short(instance)}.");
}
