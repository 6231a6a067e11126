using System.Text.Json;
using AgentBus.JsonSchema.Evaluation;

namespace AgentBus.JsonSchema.Keywords;

/// <summary><c>if</c> with <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionalKeyword(KeywordSite site) : Keyword(site)
{
    private readonly SchemaNode _if = site.Node();
    private readonly SchemaNode? _then = site.Beside("then");
    private readonly SchemaNode? _else = site.Beside("else");

    public override bool Holds(JsonElement instance, Frame frame) =>
        (_if.Holds(instance, frame.Tried) ? _then : _else)?.Holds(instance, frame) ?? true;
}
