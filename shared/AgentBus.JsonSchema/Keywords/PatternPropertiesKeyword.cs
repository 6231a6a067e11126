using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>patternProperties</c>: a member must satisfy the schema of each pattern its name matches.</summary>
internal sealed class PatternPropertiesKeyword(KeywordSite site, IReadOnlyDictionary<string, Regex> patterns) : MembersKeyword(site)
{
    private readonly (Regex Pattern, SchemaNode Node)[] _nodes =
        [.. site.NamedNodes().Where(n => patterns.ContainsKey(n.Name)).Select(n => (patterns[n.Name], n.Node))];

    protected override bool MemberHolds(JsonProperty member, Frame frame)
    {
        var holds = true;
        foreach (var (pattern, node) in _nodes)
        {
            try
            {
                holds &= !pattern.IsMatch(member.Name) || Apply(node, member, frame);
            }
            catch (RegexMatchTimeoutException)
            {
                return FailRun(frame, $"Matching the pattern {pattern} took too long. Write a simpler one.");
            }
        }

        return holds;
    }
}
