using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>$dynamicRef</c> whose target is a dynamic anchor: the outermost scope that has the anchor decides.</summary>
internal sealed class DynamicRefKeyword(KeywordSite site, SchemaNode target, string anchor) : Keyword(site)
{
    public override bool Holds(JsonElement instance, Frame frame) => (frame.Scope?.Find(anchor) ?? target).Holds(instance, frame);
}
