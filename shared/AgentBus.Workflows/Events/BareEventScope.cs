using System.Text.Json;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Events;

/// <summary>Before there is a run, an expression sees the event alone.</summary>
internal sealed class BareEventScope : IEventScope
{
    /// <summary>The last expression that failed, and why; null = none did.</summary>
    public string? Failure { get; private set; }

    public JsonElement? Evaluate(Expression expression, JsonElement dot)
    {
        var result = expression.Filter.Evaluate(dot);
        if (result.Error is { } error)
        {
            Failure = $"The expression at {expression.Path} failed: {error.Message}";
        }

        return result is { Error: null, Values: [var value] } ? value : null;
    }

    public JsonElement? Render(Template template) => template.Root switch
    {
        TemplateNode.Literal literal => literal.Value,
        TemplateNode.Computed computed => Evaluate(computed.Expression, Json.Null),
        _ => null,
    };
}
