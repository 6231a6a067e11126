using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary>A keyword that gives schemas to members of an object.</summary>
internal abstract class MembersKeyword(KeywordSite site) : Keyword(site)
{
    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var holds = true;
        foreach (var member in instance.EnumerateObject())
        {
            holds &= MemberHolds(member, frame);
            if (!holds && frame.Quiet)
            {
                return false;
            }
        }

        return holds;
    }

    /// <summary>Whether a member is as asked; one that the keyword does not speak of is.</summary>
    protected abstract bool MemberHolds(JsonProperty member, Frame frame);

    protected static bool Apply(SchemaNode node, JsonProperty member, Frame frame)
    {
        frame.Seen?.AddName(member.Name);
        frame.Run.Push(member.Name);
        var holds = node.Holds(member.Value, frame.Below);
        frame.Run.Pop();
        return holds;
    }
}
