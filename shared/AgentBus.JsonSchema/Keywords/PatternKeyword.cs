using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternKeyword(KeywordSite site, Regex pattern) : Keyword(site)
{
    private readonly string _source = site.Text;

    public override bool Holds(JsonElement instance, Frame frame)
    {
        if (instance.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        try
        {
            return pattern.IsMatch(instance.GetString()!) || Fail(frame, $"It must match the pattern {_source}.");
        }
        catch (RegexMatchTimeoutException)
        {
            return FailRun(frame, $"Matching the pattern {_source} took too long. Write a simpler one.");
        }
    }
}
