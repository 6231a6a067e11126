using System.Text.Json;
using AgentBus.Workflows.Events;
using AgentBus.Workflows.Execution.Control;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Expressions;
using AgentBus.Workflows.Failures;

namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>The filters of a <c>listen</c> see the event and all that its step sees.</summary>
internal sealed class StepEventScope(Machine machine, StepFrame step) : IEventScope
{
    public JsonElement? Evaluate(Expression expression, JsonElement dot) => Try(new Scope(machine, step, new DataRef.Inline(dot)), scope => scope.Evaluate(expression));

    public JsonElement? Render(Template template) => Try(new Scope(machine, step, step.Input), scope => scope.Render(template.Root));

    private static JsonElement? Try(Scope scope, Func<Scope, JsonElement> evaluate)
    {
        try
        {
            return evaluate(scope);
        }
        catch (WorkflowFault)
        {
            // A filter is tried on events of any shape: what it cannot read does not fit.
            return null;
        }
    }
}
