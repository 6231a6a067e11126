using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>properties</c>.</summary>
internal sealed class PropertiesKeyword(KeywordSite site) : MembersKeyword(site)
{
    private readonly Dictionary<string, SchemaNode> _nodes = site.NamedNodes().DistinctBy(n => n.Name).ToDictionary(n => n.Name, n => n.Node);

    protected override bool MemberHolds(JsonProperty member, Frame frame) =>
        !_nodes.TryGetValue(member.Name, out var node) || Apply(node, member, frame);
}
