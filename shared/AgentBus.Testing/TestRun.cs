using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>A run in a <see cref="WorkflowTestHost"/>. Its state goes through its stored form at every event, as in production.</summary>
public sealed class TestRun
{
    private readonly WorkflowTestHost host;
    private readonly TestWorld world;
    private readonly WorkflowDefinition definition;
    private readonly Dictionary<string, JsonElement> documents = [];
    private readonly Dictionary<string, StepSnapshot> steps = [];
    private readonly Dictionary<string, ApprovalOrder> approvals = [];
    private readonly HashSet<string> timers = [];
    private readonly Dictionary<string, IReadOnlyList<string>?> subscriptions = [];
    private readonly List<HistoryRecord> history = [];
    private readonly List<JsonElement> published = [];
    private readonly List<AttemptOrder> dispatched = [];
    private readonly List<Effect.Remember> remembered = [];
    private readonly List<Effect.Judge> judged = [];
    private byte[] state;

    internal TestRun(WorkflowTestHost host, TestWorld world, WorkflowDefinition definition, JsonElement input, DateTimeOffset? scheduledFor = null)
    {
        (this.host, this.world, this.definition) = (host, world, definition);
        documents[DocumentKeys.Input] = input;
        state = (RunState.New(Guid.NewGuid(), Now) with { ScheduledFor = scheduledFor }).ToBytes();
        world.Add(this);
        Handle(new RunEvent.Started());
        world.DoWhatIsDue(Now);
    }

    private TestRun(TestRun parent, ChildOrder order, WorkflowDefinition definition)
    {
        (host, world, this.definition) = (parent.host, parent.world, definition);
        documents[DocumentKeys.Input] = order.Input;
        state = RunState.New(order.Run, Now, new ParentRun(parent.State.Run, order.Step, order.Awaits), order.Depth).ToBytes();
        world.Add(this);
        world.Enqueue(this, new RunEvent.Started(), Now);
    }

    /// <summary>The clock, which runs that it starts share.</summary>
    public DateTimeOffset Now => world.Now;

    public RunState State => RunState.FromBytes(state);

    public RunStatus Status => State.Status;

    /// <summary>The output of a completed run; null before.</summary>
    public JsonElement? Output => documents.TryGetValue(DocumentKeys.Output, out var output) ? output : null;

    /// <summary>The RFC 7807 error of a run that failed.</summary>
    public JsonElement? Error => State.Error;

    /// <summary>The steps as people see them, in the order they began.</summary>
    public IReadOnlyCollection<StepSnapshot> Steps => steps.Values;

    public IReadOnlyList<HistoryRecord> History => history;

    /// <summary>The CloudEvents it published.</summary>
    public IReadOnlyList<JsonElement> Published => published;

    /// <summary>Every attempt that was sent to an agent.</summary>
    public IReadOnlyList<AttemptOrder> Dispatched => dispatched;

    /// <summary>What agents had the workflow remember.</summary>
    public IReadOnlyList<Effect.Remember> Remembered => remembered;

    /// <summary>What attempts that used models were worth, in order.</summary>
    public IReadOnlyList<Effect.Judge> Judged => judged;

    /// <summary>The questions that wait for a person.</summary>
    public IReadOnlyCollection<ApprovalOrder> Approvals => approvals.Values;

    /// <summary>The runs it started, in their order; scripted ones are not among them.</summary>
    public IReadOnlyList<TestRun> Children => [.. world.ChildrenOf(State.Run)];

    /// <summary>The definition it runs.</summary>
    public WorkflowDefinition Definition => definition;

    /// <summary>The raw input.</summary>
    public JsonElement Input => documents[DocumentKeys.Input];

    /// <summary>The last visit of the task of this name, of its last item.</summary>
    public StepSnapshot Step(string name) => steps.Values.Last(step => step.Name == name);

    /// <summary>Lets time pass until the run ends, or until only people and events are awaited.</summary>
    public void Continue()
    {
        while (!State.IsOver && world.NextDue is { } due)
        {
            world.DoWhatIsDue(due);
        }
    }

    /// <summary>Lets this much time pass.</summary>
    public void Skip(TimeSpan time) => world.Skip(time);

    /// <summary>Publishes an event: every run that waits for its type gets it. Does what follows at once, without time passing.</summary>
    /// <param name="cloudEvent">See <see cref="TestEvents"/>.</param>
    public void Publish(JsonElement cloudEvent)
    {
        world.Publish(cloudEvent);
        world.DoWhatIsDue(Now);
    }

    /// <summary>Publishes an event of this type and data.</summary>
    public void Publish(string type, object? data = null) => Publish(TestEvents.Of(type, data));

    /// <summary>Sends an event to this run alone, as an operator does.</summary>
    public void Signal(JsonElement cloudEvent, string by = "tester")
    {
        Handle(new RunEvent.EventArrived(cloudEvent, by));
        world.DoWhatIsDue(Now);
    }

    /// <summary>Answers the question that is open, then goes on; with several, name the one by its order.</summary>
    public void Decide(bool approved, string by = "tester", string? comment = null, object? form = null, ApprovalOrder? approval = null)
    {
        var question = approval ?? approvals.Values.Single();
        var answer = form is null ? (JsonElement?)null : JsonSerializer.SerializeToElement(form, JsonSerializerOptions.Web);
        Handle(new RunEvent.ApprovalDecided(question.Step, approved, by, comment, answer));
        Continue();
    }

    /// <summary>Cancels the run, then goes on.</summary>
    public void Cancel(bool compensate = true, string by = "tester", string? reason = null)
    {
        Handle(new RunEvent.CancelRequested(Guid.NewGuid(), by, reason, compensate));
        Continue();
    }

    /// <summary>Pauses the run: what happens to it is kept until <see cref="Resume"/>.</summary>
    public void Pause(string by = "tester", string? reason = null) => Handle(new RunEvent.PauseRequested(Guid.NewGuid(), by, reason));

    /// <summary>Resumes the run and its parked steps, then goes on.</summary>
    public void Resume(string by = "tester", string? reason = null) => Do(new RunEvent.ResumeRequested(Guid.NewGuid(), by, reason));

    /// <summary>Tries again what failed or is parked, then goes on.</summary>
    public void Retry(string? step = null, string by = "tester", string? reason = null) => Do(new RunEvent.RetryRequested(Guid.NewGuid(), by, step, reason));

    /// <summary>Restarts the run from a step, by its id or its task's path, then goes on.</summary>
    public void Restart(string step, string by = "tester", string? reason = null)
    {
        var began = history.LastOrDefault(entry => entry.Type == "step.started" && entry.Step is { } id
            && (id == step || id.StartsWith($"{step}#", StringComparison.Ordinal) || id.StartsWith($"{step}[", StringComparison.Ordinal)));
        Do(new RunEvent.RestartRequested(Guid.NewGuid(), by, began?.Step ?? step, began?.Data ?? default, reason));
    }

    /// <summary>Completes an open step by hand, then goes on.</summary>
    public void Complete(string step, object? output, string by = "tester", string? reason = null) =>
        Do(new RunEvent.StepCompletedByHand(Guid.NewGuid(), by, step, JsonSerializer.SerializeToElement(output, JsonSerializerOptions.Web), reason));

    /// <summary>Skips an open step, then goes on.</summary>
    /// <param name="output">What the next task gets; null = the step's input.</param>
    public void SkipStep(string step, object? output = null, string by = "tester", string? reason = null) => Do(new RunEvent.StepSkipped(
        Guid.NewGuid(), by, step, output is null ? null : JsonSerializer.SerializeToElement(output, JsonSerializerOptions.Web), reason));

    /// <summary>Gives the engine an event of your own, such as a duplicate.</summary>
    public Decision Handle(RunEvent happened)
    {
        var loaded = new Dictionary<string, JsonElement>();
        var before = RunState.FromBytes(state);
        Load(Engine.Reads(definition, before, happened), loaded);
        var decision = Engine.Advance(definition, before, new RunData(loaded), happened, Now);
        while (!decision.Missing.IsEmpty)
        {
            if (!Load(decision.Missing, loaded))
            {
                throw new InvalidOperationException(
                    $"The engine reads documents that were never stored, at {happened}. This is a fault of the engine: please report it.");
            }

            decision = Engine.Advance(definition, before, new RunData(loaded), happened, Now);
        }

        state = decision.State.ToBytes();
        foreach (var effect in decision.Effects)
        {
            Apply(effect);
        }

        return decision;
    }

    internal bool WaitsFor(string type) => subscriptions.Values.Any(types => types is null || types.Contains(type));

    internal bool TakeTimer(string timer) => timers.Remove(timer);

    private void Do(RunEvent command)
    {
        Handle(command);
        Continue();
    }

    private void Apply(Effect effect)
    {
        switch (effect)
        {
            case Effect.Store store:
                documents[store.Key] = store.Value;
                break;
            case Effect.Dispatch dispatch:
                dispatched.Add(dispatch.Order);
                Reply(dispatch.Order, host.Ask(dispatch.Order));
                break;
            case Effect.Remember remember:
                remembered.Add(remember);
                break;
            case Effect.Judge worth:
                judged.Add(worth);
                break;
            case Effect.CacheOutput cache:
                host.Keep(cache.Output);
                break;
            case Effect.SetTimer timer:
                timers.Add(timer.Timer);
                Enqueue(new RunEvent.TimerElapsed(timer.Timer), timer.Due);
                break;
            case Effect.CancelTimer timer:
                timers.Remove(timer.Timer);
                break;
            case Effect.AskApproval ask:
                approvals[ask.Order.Step] = ask.Order;
                break;
            case Effect.EscalateApproval up:
                approvals[up.Step] = approvals[up.Step] with { Assignees = up.Assignees, Groups = up.Groups, DueAt = up.DueAt };
                break;
            case Effect.CloseApproval close:
                approvals.Remove(close.Step);
                break;
            case Effect.Publish publish:
                published.Add(publish.CloudEvent);
                world.Publish(publish.CloudEvent);
                break;
            case Effect.Subscribe subscribe:
                subscriptions[subscribe.Step] = subscribe.Types;
                break;
            case Effect.Unsubscribe unsubscribe:
                subscriptions.Remove(unsubscribe.Step);
                break;
            case Effect.ScheduleNext next:
                world.Following?.Invoke(this, next.Due);
                break;
            case Effect.StartChild start:
                StartChild(start.Order);
                break;
            case Effect.CancelChild cancel when world.Find(cancel.Child) is { } child:
                world.Enqueue(child, new RunEvent.CancelRequested(Guid.NewGuid(), $"run {State.Run}", cancel.Reason, cancel.Compensate), Now);
                break;
            case Effect.TellParent told when world.Find(told.Parent.Run) is { } parent:
                world.Enqueue(parent, new RunEvent.ChildEnded(told.Parent.Step, State.Run, told.Status, told.Output, told.Error, told.CostUsd, told.Tokens), Now);
                break;
            case Effect.StepChanged changed:
                steps[changed.Step.Step] = changed.Step;
                break;
            case Effect.Record record:
                history.Add(new HistoryRecord(Now, record.Type, record.Step, record.Data));
                break;
        }
    }

    private void Reply(AttemptOrder asked, AgentReply reply)
    {
        if (reply.LosesLease)
        {
            Enqueue(new RunEvent.LeaseLost(asked.Step, asked.Attempt), Now + reply.After);
        }
        else if (reply.Outcome is { } outcome)
        {
            Enqueue(new RunEvent.AttemptSettled(asked.Step, asked.Attempt, outcome with { Agent = outcome.Agent ?? asked.Agent }), Now + reply.After);
        }
    }

    private void StartChild(ChildOrder order)
    {
        if (host.ScriptOf(order.Definition) is not { } script)
        {
            _ = new TestRun(this, order, host.DefinitionOf(order));
        }
        else if (script(order.Input) is var reply && order.Awaits)
        {
            Enqueue(new RunEvent.ChildEnded(order.Step, order.Run, reply.Status, reply.Output, reply.Error), Now + reply.After);
        }
    }

    private void Enqueue(RunEvent happened, DateTimeOffset due) => world.Enqueue(this, happened, due);

    /// <summary>Adds what is to be loaded; false when there is nothing new in it.</summary>
    private bool Load(ReadSet reads, Dictionary<string, JsonElement> loaded)
    {
        var before = loaded.Count;
        var items = reads.Collections.SelectMany(
            collection => Enumerable.Range(0, collection.Count).Select(index => CollectionRead.ItemKey(collection.Prefix, index)));
        foreach (var key in reads.Keys.Concat(items))
        {
            if (Answer(key) is { } value)
            {
                loaded[key] = value;
            }
        }

        return loaded.Count > before;
    }

    private JsonElement? Answer(string key) =>
        documents.TryGetValue(key, out var value) ? value
        : DocumentKeys.AsksForWorkflow(key) is { } asked ? host.Resolve(asked)
        : ExternalKeys.IsExternal(key) ? host.External(key, Now)
        : DocumentKeys.MayBeMissing(key) ? JsonElement.Parse("null")
        : null;
}
