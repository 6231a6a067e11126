using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>type</c>.</summary>
internal sealed class TypeKeyword(KeywordSite site) : Keyword(site)
{
    private readonly string[] _kinds = site.IsArray ? [.. site.Value.EnumerateArray().Select(k => k.ToString())] : [site.Value.ToString()];

    public override bool Holds(JsonElement instance, Frame frame) =>
        Array.Exists(_kinds, k => Instances.Is(instance, k))
        || Fail(frame, $"It must be {string.Join(" or ", _kinds)}, not {Instances.KindOf(instance)}.");
}
