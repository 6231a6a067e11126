using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>format</c>, where formats are asserted.</summary>
internal sealed class FormatKeyword(KeywordSite site, Func<string, bool> isValid) : Keyword(site)
{
    private readonly string _format = site.Text;

    public override bool Holds(JsonElement instance, Frame frame) =>
        instance.ValueKind != JsonValueKind.String
        || isValid(instance.GetString()!)
        || Fail(frame, $"It must be a valid {_format}, not {Instances.Short(instance)}.");
}
