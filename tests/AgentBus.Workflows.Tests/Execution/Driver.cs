using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.Moves;

namespace AgentBus.Workflows.Tests.Execution;

/// <summary>
/// A bare shell around the engine that measures and checks each decision: the state goes through bytes, documents are loaded only when asked
/// for, and what must hold always is asserted.
/// </summary>
/// <param name="first">What the run begins with.</param>
/// <param name="input">Its input.</param>
/// <param name="limits">Null = the default ones.</param>
/// <param name="carries">Whether a decision is made on the state as the one before left it, not as it comes from the store.</param>
internal sealed class Driver(WorkflowDefinition first, JsonElement input, WorkflowLimits? limits = null, bool carries = false)
{
    private WorkflowDefinition definition = first;
    private readonly Dictionary<string, JsonElement> documents = new() { [DocumentKeys.Input] = input };
    private readonly HashSet<(string, int)> dispatched = [];
    private readonly Dictionary<string, StepSnapshot> steps = [];

    public byte[] Bytes { get; private set; } = [];

    public RunState State { get; private set; } = RunState.New(new Guid("11111111-2222-3333-4444-555555555555"), DateTimeOffset.UnixEpoch);

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Documents loaded for the last decision.</summary>
    public int Loaded { get; private set; }

    public HashSet<string> Timers { get; } = [];

    public HashSet<string> Approvals { get; } = [];

    public List<AttemptOrder> Orders { get; } = [];

    public Dictionary<string, IReadOnlyList<string>?> Subscriptions { get; } = [];

    public Dictionary<Guid, ChildOrder> Children { get; } = [];

    public HashSet<Guid> Cancelled { get; } = [];

    public IReadOnlyCollection<StepSnapshot> Steps => steps.Values;

    /// <summary>Completed steps whose compensation failed.</summary>
    public IEnumerable<string> Stuck => steps.Values
        .Where(step => step.Status == StepStatus.Waiting && step.Reason?.StartsWith("not compensated", StringComparison.Ordinal) == true).Select(step => step.Step);

    public List<string> Published { get; } = [];

    public JsonElement? Output => documents.TryGetValue(DocumentKeys.Output, out var output) ? output : null;

    public Decision Handle(RunEvent happened)
    {
        var decision = Decide(happened);
        Bytes = decision.State.ToBytes();
        if (happened is RunEvent.TimerElapsed elapsed)
        {
            Timers.Remove(elapsed.Timer);
        }

        State = carries ? decision.State : RunState.FromBytes(Bytes);
        State.ToBytes().AsSpan().SequenceEqual(Bytes).ShouldBeTrue("the state is the same after being stored");
        foreach (var effect in decision.Effects)
        {
            Apply(effect);
        }

        return decision;
    }

    /// <summary>Moves the run to another version, where it can be.</summary>
    public Decision MoveTo(WorkflowDefinition to, RunEvent.MoveRequested request)
    {
        var decision = VersionMove.Decide(definition, to, State, new RunData(documents), request);
        State = RunState.FromBytes(decision.State.ToBytes());
        definition = decision.Effects.OfType<Effect.Move>().Any() ? to : definition;
        return decision;
    }

    /// <summary>Decides without carrying it out.</summary>
    public Decision Decide(RunEvent happened)
    {
        var keys = new HashSet<string>();
        var reads = Engine.Reads(definition, State, happened, limits);
        while (true)
        {
            var before = keys.Count;
            keys.UnionWith(reads.Keys.Concat(reads.Collections.SelectMany(Items)).Where(key => Document(key) is not null));
            Loaded = keys.Count;
            (reads.IsEmpty || keys.Count > before).ShouldBeTrue("only documents that were stored are asked for");
            var decision = Engine.Advance(definition, State, new RunData(keys.ToDictionary(key => key, key => Document(key)!.Value)), happened, Now, limits);
            reads = decision.Missing;
            if (reads.IsEmpty)
            {
                return decision;
            }
        }
    }

    /// <summary>Another definition that the run may run.</summary>
    public void Know(string @namespace, string name, string version) =>
        documents[DocumentKeys.Workflow(@namespace, name, null)] = JsonSerializer.SerializeToElement(new { version });

    private JsonElement? Document(string key) =>
        documents.TryGetValue(key, out var value) ? value : DocumentKeys.MayBeMissing(key) ? JsonElement.Parse("null") : null;

    private static IEnumerable<string> Items(CollectionRead collection) =>
        Enumerable.Range(0, collection.Count).Select(index => CollectionRead.ItemKey(collection.Prefix, index));

    private void Apply(Effect effect)
    {
        switch (effect)
        {
            case Effect.Store store:
                documents.TryAdd(store.Key, store.Value).ShouldBeTrue($"{store.Key} is written once");
                break;
            case Effect.Dispatch { Order: var order }:
                dispatched.Add((order.Step, order.Attempt)).ShouldBeTrue($"{order.Step} attempt {order.Attempt} is sent once");
                Orders.Add(order);
                break;
            case Effect.SetTimer timer:
                Timers.Add(timer.Timer).ShouldBeTrue($"{timer.Timer} is set once");
                break;
            case Effect.CancelTimer timer:
                Timers.Remove(timer.Timer);
                break;
            case Effect.AskApproval ask:
                Approvals.Add(ask.Order.Step).ShouldBeTrue($"{ask.Order.Step} is asked once");
                break;
            case Effect.EscalateApproval up:
                Approvals.ShouldContain(up.Step, $"{up.Step} is open when it is escalated");
                break;
            case Effect.CloseApproval close:
                Approvals.Remove(close.Step).ShouldBeTrue($"{close.Step} is open and closed once");
                break;
            case Effect.Publish publish:
                Published.Add(publish.CloudEvent.GetProperty("id").GetString()!);
                break;
            case Effect.Subscribe subscribe:
                Subscriptions.TryAdd(subscribe.Step, subscribe.Types).ShouldBeTrue($"{subscribe.Step} subscribes once");
                break;
            case Effect.Unsubscribe unsubscribe:
                Subscriptions.Remove(unsubscribe.Step).ShouldBeTrue($"{unsubscribe.Step} is subscribed and ends that once");
                break;
            case Effect.StartChild { Order: var child }:
                Children.TryAdd(child.Run, child).ShouldBeTrue($"{child.Run} is started once");
                break;
            case Effect.CancelChild cancel:
                Children.ShouldContainKey(cancel.Child);
                Cancelled.Add(cancel.Child).ShouldBeTrue($"{cancel.Child} is cancelled once");
                break;
            case Effect.StepChanged { Step: var step }:
                ShouldBeAllowed(steps.GetValueOrDefault(step.Step), step);
                steps[step.Step] = step;
                break;
        }
    }

    /// <summary>
    /// A step that is over stays so. Only compensation still touches one: that of a step that completed, or of one that was closed while an
    /// attempt of it was in flight.
    /// </summary>
    private static void ShouldBeAllowed(StepSnapshot? before, StepSnapshot after)
    {
        if (before is { Status: not (StepStatus.Running or StepStatus.Waiting) })
        {
            (after.Status == StepStatus.Compensated || after.Reason?.StartsWith("not compensated", StringComparison.Ordinal) == true)
                .ShouldBeTrue($"{before.Step} was over as {before.Status} and becomes {after.Status}");
        }
    }
}
