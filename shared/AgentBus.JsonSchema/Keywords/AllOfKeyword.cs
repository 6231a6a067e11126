using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>allOf</c>: the errors of each are its errors.</summary>
internal sealed class AllOfKeyword(KeywordSite site) : Keyword(site)
{
    private readonly SchemaNode[] _nodes = site.Nodes();

    public override bool Holds(JsonElement instance, Frame frame)
    {
        var holds = true;
        foreach (var node in _nodes)
        {
            holds &= node.Holds(instance, frame);
            if (!holds && frame.Quiet)
            {
                return false;
            }
        }

        return holds;
    }
}
