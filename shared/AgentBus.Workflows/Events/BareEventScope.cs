using System.Text.Json;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Events;

/// <summary>Before there is a run, an expression sees the event alone.</summary>
internal sealed class BareEventScope : IEventScope
{
    public static BareEventScope Instance { get; } = new();

    public JsonElement? Evaluate(Expression expression, JsonElement dot) =>
        expression.Filter.Evaluate(dot) is { Error: null, Values: [var value] } ? value : null;

    public JsonElement? Render(Template template) => template.Root switch
    {
        TemplateNode.Literal literal => literal.Value,
        TemplateNode.Computed computed => Evaluate(computed.Expression, Json.Null),
        _ => null,
    };
}
