using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>What the decision asks of the shell, in order. Of a step's rows only the last counts.</summary>
internal sealed class EffectLog(WorkflowDefinition definition, DateTimeOffset now)
{
    private readonly List<(string? Key, Func<Effect> Make)> effects = [];
    private readonly Dictionary<string, StepSnapshot> steps = [];
    private readonly HashSet<string> closed = [];

    /// <summary>Entries of the history so far.</summary>
    public int Entries { get; private set; }

    public void Add(Effect effect) => effects.Add((null, () => effect));

    /// <summary>An entry of the history.</summary>
    public void Record(string type, string? step, Action<Utf8JsonWriter>? data = null) => Add(Entry(type, step, data));

    public void SetTimer(TimerName timer, DateTimeOffset due) => Add(timer.ToString(), new Effect.SetTimer(timer.ToString(), due));

    public void CancelTimer(TimerName timer)
    {
        if (!TakeBack(timer.ToString()))
        {
            Add(new Effect.CancelTimer(timer.ToString()));
        }
    }

    public void Dispatch(AttemptOrder order, Action<Utf8JsonWriter> data)
    {
        Add(order.Step, new Effect.Dispatch(order));
        Add(order.Step, Entry("attempt.dispatched", order.Step, data));
    }

    /// <summary>The step ends: what was to be sent in this same decision stays here.</summary>
    public void TakeBackDispatch(string step) => TakeBack(step);

    public void StartChild(ChildOrder order) => Add(ChildKey(order.Run), new Effect.StartChild(order));

    /// <summary>Cancels a run; one that was to start in this same decision does not.</summary>
    public void CancelChild(Guid child, string reason, bool compensate)
    {
        if (!TakeBack(ChildKey(child)))
        {
            Add(new Effect.CancelChild(child, reason, compensate));
        }
    }

    public void Ask(ApprovalOrder order) => Add(order.Step, new Effect.AskApproval(order));

    /// <summary>Closes a question once; one that was asked in this same decision is not asked.</summary>
    public void CloseApproval(string approval, string state, string? comment = null)
    {
        if (!TakeBack(approval) && closed.Add(approval))
        {
            Add(new Effect.CloseApproval(approval, state, comment));
        }
    }

    /// <summary>
    /// A step is done. Where its output went is known only at the end of the decision: small ones are shown as they are, others by their key.
    /// </summary>
    public void Completed(StepFrame step, DataRef output, Documents documents, string? reason)
    {
        var snapshot = Step(step, StepStatus.Completed, reason);
        Entries++;
        effects.Add((null, () => Made("step.completed", step.Id, writer =>
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
        var built = effects.ConvertAll(effect => effect.Make());
        return [.. documents.Stores, .. steps.Values.Select(step => new Effect.StepChanged(step)), .. built];
    }

    private static Effect.Record Made(string type, string? step, Action<Utf8JsonWriter>? data) =>
        new(type, step, data is null ? Json.EmptyObject : Json.Object(data));

    private Effect.Record Entry(string type, string? step, Action<Utf8JsonWriter>? data)
    {
        Entries++;
        return Made(type, step, data);
    }

    private static string ChildKey(Guid child) => $"child:{child}";

    private void Add(string key, Effect effect) => effects.Add((key, () => effect));

    private bool TakeBack(string key) => effects.RemoveAll(effect => effect.Key == key) > 0;

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
