using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>anyOf</c>. All are tried where somebody asks what was evaluated.</summary>
internal sealed class AnyOfKeyword(KeywordSite site) : Keyword(site)
{
    private readonly SchemaNode[] _nodes = site.Nodes();

    public override bool Holds(JsonElement instance, Frame frame)
    {
        var holds = false;
        foreach (var node in _nodes)
        {
            holds |= node.Holds(instance, frame.Tried);
            if (holds && frame.Seen is null)
            {
                return true;
            }
        }

        return holds || frame.Run.IsAborted || Alternatives.Fail(_nodes, instance, frame, message => Fail(frame, message));
    }
}
