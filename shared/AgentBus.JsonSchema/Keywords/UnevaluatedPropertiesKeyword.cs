using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>unevaluatedProperties</c>.</summary>
internal sealed class UnevaluatedPropertiesKeyword(KeywordSite site) : MembersKeyword(site), IUnevaluated
{
    private readonly SchemaNode _node = site.Node();

    protected override bool MemberHolds(JsonProperty member, Frame frame)
    {
        if (frame.Seen!.HasName(member.Name))
        {
            return true;
        }

        return _node.IsFalse ? Fail(frame, $"'{member.Name}' is not allowed.") : Apply(_node, member, frame);
    }
}
