using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>$ref</c>.</summary>
internal sealed class RefKeyword(KeywordSite site, SchemaNode target) : Keyword(site)
{
    public override bool Holds(JsonElement instance, Frame frame) => target.Holds(instance, frame);
}
