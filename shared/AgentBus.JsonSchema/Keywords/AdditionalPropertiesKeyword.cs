using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>additionalProperties</c>: for members that <c>properties</c> and <c>patternProperties</c> beside it do not speak of.</summary>
internal sealed class AdditionalPropertiesKeyword(KeywordSite site, IReadOnlySet<string> names, IReadOnlyList<Regex> patterns) : MembersKeyword(site)
{
    private readonly SchemaNode _node = site.Node();

    protected override bool MemberHolds(JsonProperty member, Frame frame)
    {
        try
        {
            if (names.Contains(member.Name) || patterns.Any(p => p.IsMatch(member.Name)))
            {
                return true;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return FailRun(frame, "Matching a pattern of patternProperties took too long. Write a simpler one.");
        }

        return _node.IsFalse ? Fail(frame, $"'{member.Name}' is not allowed.") : Apply(_node, member, frame);
    }
}
