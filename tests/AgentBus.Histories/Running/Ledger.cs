using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Histories.Running;

/// <summary>What a shell would hold after the effects so far. Whatever breaks an invariant throws.</summary>
internal sealed class Ledger(WorkflowDefinition definition)
{
    private readonly HashSet<(string Step, int Attempt)> dispatched = [];
    private readonly HashSet<(string Step, int Attempt, string Source, Guid? Decision)> judged = [];
    private readonly HashSet<string> timersEverSet = [];
    private readonly HashSet<string> questionsEverAsked = [];
    private readonly HashSet<string> published = [];
    private readonly HashSet<Guid> childrenEverStarted = [];
    private readonly HashSet<string> started = [];
    private readonly HashSet<string> completed = [];
    private readonly Dictionary<string, StepSnapshot> steps = [];
    private bool revives;

    public Dictionary<string, JsonElement> Documents { get; } = [];

    public List<string> Timers { get; } = [];

    public List<string> Questions { get; } = [];

    /// <summary>Event types by the step that waits for them; null = of all types.</summary>
    public Dictionary<string, IReadOnlyList<string>?> Subscriptions { get; } = [];

    /// <summary>Runs that were started and are awaited, in order.</summary>
    public List<ChildOrder> Children { get; } = [];

    /// <summary>Attempts that were sent, in order.</summary>
    public List<AttemptOrder> Orders { get; } = [];

    public IReadOnlyCollection<StepSnapshot> Steps => steps.Values;

    /// <summary>Steps that can be undone, in the order they completed.</summary>
    public List<string> Undoable { get; } = [];

    /// <summary>Steps that were undone, or were tried to be, in order.</summary>
    public List<string> Undone { get; } = [];

    /// <summary>Steps that succeeded after nobody wanted them any more: they are undone whatever the run ends as.</summary>
    public HashSet<string> Late { get; } = [];

    /// <summary>Steps whose compensation failed and waits for an operator, in order.</summary>
    public List<string> Stuck { get; } = [];

    /// <summary>Whether the run ever completed; it may have gone on since, and then its output is replaced by the next.</summary>
    public bool HasCompleted { get; private set; }

    /// <summary>Ids of events that some step took.</summary>
    public HashSet<string> Heard { get; } = [];

    /// <summary>The entry of each step that began; it says where its input was.</summary>
    public Dictionary<string, Effect.Record> Beginnings { get; } = [];

    /// <summary>All that one decision has follow.</summary>
    public void Apply(IReadOnlyList<Effect> effects)
    {
        // What was over in a run that goes on after its end may be open again.
        revives = effects.OfType<Effect.Record>().Any(record => record.Type is "run.retried" or "run.restarted");
        foreach (var effect in effects)
        {
            Apply(effect);
        }
    }

    private void Apply(Effect effect)
    {
        switch (effect)
        {
            case Effect.Store { Key: DocumentKeys.Output } output when HasCompleted:
                Documents[output.Key] = output.Value;
                break;
            case Effect.Store store:
                Demand(Documents.TryAdd(store.Key, store.Value), $"the document {store.Key} is written twice");
                break;
            case Effect.Dispatch { Order: var order }:
                Demand(started.Contains(order.Step) && IsOpen(order.Step), $"{order.Step} is dispatched while it is not running");
                Demand(dispatched.Add((order.Step, order.Attempt)), $"attempt {order.Attempt} of {order.Step} is sent twice");
                Orders.Add(order);
                break;
            case Effect.Judge judge:
                Demand(dispatched.Contains((judge.Step, judge.Attempt)), $"attempt {judge.Attempt} of {judge.Step} is judged and never was sent");
                Demand(judged.Add((judge.Step, judge.Attempt, judge.Source, judge.Decision)), $"attempt {judge.Attempt} of {judge.Step} is judged twice by {judge.Source}");
                break;
            case Effect.SetTimer timer:
                Demand(timersEverSet.Add(timer.Timer), $"the timer {timer.Timer} is set twice");
                Timers.Add(timer.Timer);
                break;
            case Effect.CancelTimer timer:
                Demand(timersEverSet.Contains(timer.Timer), $"the timer {timer.Timer} is cancelled and never was set");
                Timers.Remove(timer.Timer);
                break;
            case Effect.AskApproval ask:
                Demand(questionsEverAsked.Add(ask.Order.Step), $"{ask.Order.Step} is asked twice");
                Questions.Add(ask.Order.Step);
                break;
            case Effect.EscalateApproval up:
                Demand(Questions.Contains(up.Step), $"the question {up.Step} is escalated and is not open");
                break;
            case Effect.CloseApproval close:
                Demand(Questions.Remove(close.Step), $"the question {close.Step} is closed and is not open");
                break;
            case Effect.Publish publish:
                Demand(published.Add(publish.CloudEvent.GetProperty("id").GetString()!), "an event is published twice");
                break;
            case Effect.Subscribe subscribe:
                Demand(Subscriptions.TryAdd(subscribe.Step, subscribe.Types), $"{subscribe.Step} subscribes twice");
                break;
            case Effect.Unsubscribe unsubscribe:
                Demand(Subscriptions.Remove(unsubscribe.Step), $"{unsubscribe.Step} unsubscribes and is not subscribed");
                break;
            case Effect.StartChild { Order: var child }:
                Demand(started.Contains(child.Step) && childrenEverStarted.Add(child.Run), $"{child.Step} starts the run {child.Run} without cause or twice");
                if (child.Awaits)
                {
                    Children.Add(child);
                }

                break;
            case Effect.CancelChild cancel:
                Demand(childrenEverStarted.Contains(cancel.Child), $"the run {cancel.Child} is cancelled and never was started");
                break;
            case Effect.StepChanged { Step: var step }:
                Change(step);
                break;
            case Effect.Record record:
                Note(record);
                break;
            default:
                throw new InvariantBrokenException($"no shell knows the effect {effect.GetType().Name}");
        }
    }

    private static void Demand(bool holds, string otherwise) => InvariantBrokenException.Unless(holds, otherwise);

    private bool IsOpen(string step) => steps.TryGetValue(step, out var row) && row.Status is StepStatus.Running or StepStatus.Waiting;

    /// <summary>A step that is over stays so; only compensation still touches one, to wait for an operator where it fails.</summary>
    private void Change(StepSnapshot step)
    {
        if (steps.TryGetValue(step.Step, out var before) && before.Status is not (StepStatus.Running or StepStatus.Waiting))
        {
            var isCompensation = step.Status == StepStatus.Compensated || step.Reason?.StartsWith("not compensated", StringComparison.Ordinal) == true;
            var isRevived = revives && before.Status is StepStatus.Faulted or StepStatus.Cancelled;
            Demand(isCompensation || isRevived, $"{step.Step} was over as {before.Status} and becomes {step.Status}");
        }

        Demand(step.EndedAt is null == step.Status is StepStatus.Running or StepStatus.Waiting, $"{step.Step} is {step.Status} and its end is {step.EndedAt}");
        steps[step.Step] = step;
    }

    private void Note(Effect.Record record)
    {
        switch (record.Type)
        {
            case "step.started":
                Demand(started.Add(record.Step!), $"{record.Step} starts twice");
                Beginnings.Add(record.Step!, record);
                break;
            case "step.completed":
                Demand(started.Contains(record.Step!), $"{record.Step} completes and never started");
                Demand(completed.Add(record.Step!), $"{record.Step} completes twice");
                if (definition.Tasks[steps[record.Step!].Task].Compensate.Count > 0)
                {
                    Undoable.Add(record.Step!);
                }

                break;
            case "run.completed":
                HasCompleted = true;
                break;
            case "event.consumed":
                Heard.Add(record.Data.GetProperty("id").GetString()!);
                break;
            case "attempt.late":
                Demand(Late.Add(record.Step!), $"{record.Step} succeeds too late twice");
                break;
            case "compensation.completed" or "compensation.failed" or "compensation.completedByHand" or "compensation.skippedByHand":
                Undo(record.Step!, failed: record.Type == "compensation.failed");
                break;
        }
    }

    private void Undo(string step, bool failed)
    {
        var again = Stuck.Remove(step);
        Demand(Undoable.Contains(step) || Late.Contains(step), $"{step} is undone and never completed");
        Demand(again || !Undone.Contains(step), $"{step} is undone twice");
        if (failed)
        {
            Stuck.Add(step);
        }

        if (!again && !Late.Contains(step))
        {
            Undone.Add(step);
        }
    }
}
