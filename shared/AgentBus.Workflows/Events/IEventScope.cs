using System.Text.Json;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Events;

/// <summary>What the expressions of event filters can see.</summary>
internal interface IEventScope
{
    /// <summary>The value; null when it fails, which fits nothing.</summary>
    JsonElement? Evaluate(Expression expression, JsonElement dot);

    /// <summary>The expected value of a correlation; null when it fails.</summary>
    JsonElement? Render(Template template);
}
