using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>propertyNames</c>: each name, as a string, must satisfy the schema.</summary>
internal sealed class PropertyNamesKeyword(KeywordSite site) : MembersKeyword(site)
{
    private readonly SchemaNode _node = site.Node();

    protected override bool MemberHolds(JsonProperty member, Frame frame)
    {
        var name = JsonSerializer.SerializeToElement(member.Name, NamesJson.Default.String);
        return _node.Holds(name, frame.Below.Tried) || frame.Run.IsAborted || Fail(frame, $"'{member.Name}' is not allowed as a name.");
    }
}
