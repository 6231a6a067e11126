using AgentBus.Workflows.Execution.Operators;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>The history's entry of a step that began: where its input and the context are, so that it can be restarted.</summary>
internal sealed class StartedStep(string step, DataRef input, DataRef context) : ILaterEntry
{
    private DataRef input = input;
    private DataRef context = context;

    public void Keep(Documents documents) => (input, context) = (documents.Keep(input), documents.Keep(context));

    public Effect.Record ToRecord() => new("step.started", step, new StepOrigin(input, context).WriteTo);
}
