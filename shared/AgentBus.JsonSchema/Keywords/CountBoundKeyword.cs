using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>minLength</c>, <c>maxLength</c>, <c>minItems</c>, <c>maxItems</c>, <c>minProperties</c> and <c>maxProperties</c>.</summary>
/// <param name="site">Where it stands.</param>
/// <param name="kind">Of which instances it speaks.</param>
/// <param name="count">What is counted.</param>
/// <param name="isMinimum">Whether the bound is the least or the most.</param>
/// <param name="unit">What is counted, in words.</param>
internal sealed class CountBoundKeyword(KeywordSite site, JsonValueKind kind, Func<JsonElement, int> count, bool isMinimum, string unit) : Keyword(site)
{
    private readonly long _bound = site.Count!.Value;

    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != kind)
        {
            return true;
        }

        var actual = count(instance);
        return (isMinimum ? actual >= _bound : actual <= _bound)
            || Fail(frame, $"It must have {(isMinimum ? "at least" : "at most")} {_bound} {unit}, not {actual}.");
    }

    /// <summary>Length in code points, as the specification counts.</summary>
    public static int Length(JsonElement text) => text.GetString()!.EnumerateRunes().Count();
}
