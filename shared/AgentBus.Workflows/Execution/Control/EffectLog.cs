using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>What the decision asks of the shell, in order. Of a step's rows only the last counts.</summary>
internal sealed class EffectLog(WorkflowDefinition definition, DateTimeOffset now)
{
    private readonly List<Func<Effect>> effects = [];
    private readonly Dictionary<string, StepSnapshot> steps = [];

    public bool IsEmpty => effects.Count == 0 && steps.Count == 0;

    public void Add(Effect effect) => effects.Add(() => effect);

    /// <summary>An entry of the history.</summary>
    public void Record(string type, string? step, Action<Utf8JsonWriter>? data = null) =>
        Add(new Effect.Record(type, step, data is null ? Json.EmptyObject : Json.Object(data)));

    public void SetTimer(TimerName timer, DateTimeOffset due) => Add(new Effect.SetTimer(timer.ToString(), due));

    public void CancelTimer(TimerName timer) => Add(new Effect.CancelTimer(timer.ToString()));

    /// <summary>
    /// A step is done. Where its output went is known only at the end of the decision: small ones are shown as they are, others by their key.
    /// </summary>
    public void Completed(StepFrame step, DataRef output, Documents documents, string? reason)
    {
        var snapshot = Step(step, StepStatus.Completed, reason);
        effects.Add(() => new Effect.Record("step.completed", step.Id, Json.Object(writer =>
        {
            writer.Member("agent", snapshot.Agent);
            writer.Member("reason", reason);
            WriteOutput(writer, documents.Keep(output));
        })));
    }

    /// <summary>The step's row.</summary>
    public StepSnapshot Step(StepFrame step, StepStatus status, string? reason = null)
    {
        var task = definition.Tasks[step.Task];
        var agent = step as AgentFrame;
        var over = status is not (StepStatus.Running or StepStatus.Waiting);
        var snapshot = new StepSnapshot(
            step.Id, step.Task, task.Name, TaskExecutors.Of(task).Kind, status, Attempts(step), agent is null ? null : AgentChoice.Name(task, agent.Choice),
            agent?.AgentVersion, step.StartedAt, over ? now : null, agent?.CostUsd ?? 0, agent?.Tokens ?? 0, reason is null ? null : Limits.Clip(reason));
        Step(snapshot);
        return snapshot;
    }

    public void Step(StepSnapshot snapshot) => steps[snapshot.Step] = snapshot;

    public IReadOnlyList<Effect> Build(Documents documents)
    {
        var built = effects.ConvertAll(effect => effect());
        return [.. documents.Stores, .. steps.Values.Select(step => new Effect.StepChanged(step)), .. built];
    }

    private static int Attempts(StepFrame step) => step switch
    {
        AgentFrame agent => agent.Attempt,
        TryFrame @try => @try.Tries,
        _ => 1,
    };

    private static void WriteOutput(Utf8JsonWriter writer, DataRef output)
    {
        switch (output)
        {
            case DataRef.Document document:
                writer.WriteString("outputKey", document.Key);
                break;
            case DataRef.Items items:
                writer.WriteString("outputKey", items.Prefix);
                writer.WriteNumber("items", items.Count);
                break;
            case DataRef.Inline inline:
                writer.Member("output", inline.Value);
                break;
            default:
                throw new InvalidOperationException("An output was not kept.");
        }
    }
}
