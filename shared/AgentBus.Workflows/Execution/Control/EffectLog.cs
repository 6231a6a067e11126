using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution.State;
using AgentBus.Workflows.Execution.Tasks;

namespace AgentBus.Workflows.Execution.Control;

/// <summary>What the decision asks of the shell, in order. Of a step's rows only the last counts.</summary>
internal sealed class EffectLog(WorkflowDefinition definition, DateTimeOffset now)
{
    private readonly List<Entry> effects = new(8);
    private readonly StepRows steps = new();
    private HashSet<string>? closed;

    /// <summary>Entries of the history so far.</summary>
    public int Entries { get; private set; }

    public void Add(Effect effect) => effects.Add(new Entry(effect));

    /// <summary>An entry of the history.</summary>
    public void Record(string type, string? step, Action<Utf8JsonWriter>? data = null)
    {
        Entries++;
        Add(new Effect.Record(type, step, data is null ? null : Json.Utf8(data)));
    }

    /// <summary>An entry whose data is written only when somebody reads it. <paramref name="data"/> must see nothing that changes after this call.</summary>
    public void RecordLater(string type, string? step, Action<Utf8JsonWriter> data)
    {
        Entries++;
        Add(new Effect.Record(type, step, data));
    }

    public void SetTimer(TimerName timer, DateTimeOffset due)
    {
        var name = timer.ToString();
        effects.Add(new Entry(new Effect.SetTimer(name, due), name));
    }

    public void CancelTimer(TimerName timer)
    {
        var name = timer.ToString();
        if (!TakeBack(name))
        {
            Add(new Effect.CancelTimer(name));
        }
    }

    /// <summary>Sends an attempt. <paramref name="data"/> must see nothing that changes after this call.</summary>
    public void Dispatch(AttemptOrder order, Action<Utf8JsonWriter> data)
    {
        Entries++;
        effects.Add(new Entry(new Effect.Dispatch(order), order.Step));
        effects.Add(new Entry(new Effect.Record("attempt.dispatched", order.Step, data), order.Step));
    }

    /// <summary>The step ends: what was to be sent in this same decision stays here. Whether there was something.</summary>
    public bool TakeBackDispatch(string step) => TakeBack(step);

    public void Subscribe(string step, IReadOnlyList<string>? types) => effects.Add(new Entry(new Effect.Subscribe(step, types), ListenKey(step)));

    /// <summary>Ends a subscription; one of this same decision is not made.</summary>
    public void Unsubscribe(string step)
    {
        if (!TakeBack(ListenKey(step)))
        {
            Add(new Effect.Unsubscribe(step));
        }
    }

    public void StartChild(ChildOrder order) => effects.Add(new Entry(new Effect.StartChild(order), ChildKey(order.Run)));

    /// <summary>Cancels a run. False = it was to start in this same decision, and does not.</summary>
    public bool CancelChild(Guid child, string reason, bool compensate)
    {
        if (TakeBack(ChildKey(child)))
        {
            return false;
        }

        Add(new Effect.CancelChild(child, reason, compensate));
        return true;
    }

    public void Ask(ApprovalOrder order) => effects.Add(new Entry(new Effect.AskApproval(order), order.Step));

    /// <summary>Closes a question once; one that was asked in this same decision is not asked.</summary>
    public void CloseApproval(string approval, string state, string? comment = null)
    {
        if (!TakeBack(approval) && (closed ??= []).Add(approval))
        {
            Add(new Effect.CloseApproval(approval, state, comment));
        }
    }

    /// <summary>
    /// A step is done. Where its output went is known only at the end of the decision: small ones are shown as they are, others by their key.
    /// </summary>
    public void Completed(StepFrame step, DataRef output, string? reason)
    {
        Entries++;
        effects.Add(new Entry(new CompletedStep(Step(step, StepStatus.Completed, reason), output)));
    }

    /// <summary>A step begins. Where its input and the context are is written down: an operator may restart the run from it.</summary>
    public void Started(StepFrame step, DataRef context)
    {
        Entries++;
        effects.Add(new Entry(new StartedStep(step.Id, step.RawInput, context)));
    }

    /// <summary>The step's row.</summary>
    public StepSnapshot Step(StepFrame step, StepStatus status, string? reason = null)
    {
        var task = definition.Tasks[step.Task];
        var agent = step as AgentFrame;
        var (costUsd, tokens) = Used(step);
        var over = status is not (StepStatus.Running or StepStatus.Waiting);
        var snapshot = new StepSnapshot(
            step.Id, step.Task, task.Name, TaskExecutors.Of(task).Kind, status, Attempts(step), agent is null ? null : AgentChoice.Name(task, agent.Choice),
            agent?.AgentVersion, step.StartedAt, over ? now : null, costUsd, tokens, reason is null ? null : Limits.Clip(reason));
        Step(snapshot);
        return snapshot;
    }

    public void Step(StepSnapshot snapshot) => steps.Put(snapshot);

    public IReadOnlyList<Effect> Build(Documents documents)
    {
        // Inputs and outputs are kept first: that may store more documents.
        foreach (var entry in effects)
        {
            entry.Later?.Keep(documents);
        }

        var all = new Effect[documents.Stores.Count + steps.Count + effects.Count];
        var next = 0;
        foreach (var store in documents.Stores)
        {
            all[next++] = store;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            all[next++] = new Effect.StepChanged(steps[i]);
        }

        foreach (var entry in effects)
        {
            all[next++] = entry.Effect ?? entry.Later!.ToRecord();
        }

        return all;
    }

    private bool TakeBack(string key)
    {
        var taken = false;
        for (var i = effects.Count - 1; i >= 0; i--)
        {
            if (effects[i].Key == key)
            {
                effects.RemoveAt(i);
                taken = true;
            }
        }

        return taken;
    }

    private static string ListenKey(string step) => $"listen:{step}";

    private static string ChildKey(Guid child) => $"child:{child}";

    private static (decimal CostUsd, long Tokens) Used(StepFrame step) => step switch
    {
        AgentFrame agent => (agent.CostUsd, agent.Tokens),
        ChildFrame child => (child.CostUsd, child.Tokens),
        _ => default,
    };

    private static int Attempts(StepFrame step) => step switch
    {
        AgentFrame agent => agent.Attempt,
        TryFrame @try => @try.Tries,
        _ => 1,
    };

    /// <summary>An effect, or an entry that is made at the end. The key is what takes it back.</summary>
    private readonly struct Entry
    {
        public Entry(Effect effect, string? key = null) => (Effect, Key) = (effect, key);

        public Entry(ILaterEntry later) => Later = later;

        public string? Key { get; }

        public Effect? Effect { get; }

        public ILaterEntry? Later { get; }
    }
}
