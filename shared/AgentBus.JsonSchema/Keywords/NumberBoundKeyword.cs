using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;
using AgentBus.JsonSchema.Numbers;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c> and <c>exclusiveMaximum</c>.</summary>
/// <param name="site">Where it stands.</param>
/// <param name="holds">Whether the sign of instance minus bound is allowed.</param>
/// <param name="words">How a message says it, such as "at least".</param>
internal sealed class NumberBoundKeyword(KeywordSite site, Func<int, bool> holds, string words) : Keyword(site)
{
    private readonly JsonElement _bound = site.Value;

    public override bool Holds(JsonElement instance, Frame frame) =>
        instance.ValueKind != JsonValueKind.Number
        || holds(JsonNumber.Compare(instance, _bound))
        || Fail(frame, $"It must be {words} {_bound.GetRawText()}, not {Instances.Short(instance)}.");
}
