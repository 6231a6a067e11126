using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(KeywordSite site) : Keyword(site)
{
    private readonly SchemaNode _node = site.Node();

    public override bool Holds(JsonElement instance, Frame frame) =>
        !_node.Holds(instance, frame.Tried with { Seen = null }) || Fail(frame, "It matches what it must not match.");
}
