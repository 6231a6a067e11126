using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOfKeyword(KeywordSite site) : Keyword(site)
{
    private readonly SchemaNode[] _nodes = site.Nodes();

    public override bool Holds(JsonElement instance, Frame frame)
    {
        var matching = new List<int>();
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (_nodes[i].Holds(instance, frame.Tried))
            {
                matching.Add(i);
            }
        }

        return matching.Count switch
        {
            1 => true,
            0 => frame.Run.IsAborted || Alternatives.Fail(_nodes, instance, frame, message => Fail(frame, message)),
            _ => Fail(frame, $"It must match exactly one alternative, not {matching.Count} (numbers {string.Join(", ", matching)})."),
        };
    }
}
