using System.Text.Json;
using AgentBus.Workflows.Execution;

namespace AgentBus.Testing;

/// <summary>A run in a <see cref="WorkflowTestHost"/>. Its state goes through its stored form at every event, as in production.</summary>
public sealed class TestRun
{
    private const int EventsAtOnce = 100_000;

    private readonly WorkflowTestHost host;
    private readonly Dictionary<string, JsonElement> documents = [];
    private readonly Dictionary<string, StepSnapshot> steps = [];
    private readonly Dictionary<string, ApprovalOrder> approvals = [];
    private readonly HashSet<string> timers = [];
    private readonly PriorityQueue<RunEvent, (DateTimeOffset Due, long Order)> pending = new();
    private readonly List<HistoryRecord> history = [];
    private readonly List<JsonElement> published = [];
    private readonly List<AttemptOrder> dispatched = [];
    private byte[] state;
    private long order;

    internal TestRun(WorkflowTestHost host, JsonElement input)
    {
        this.host = host;
        Now = host.StartsAt;
        documents[DocumentKeys.Input] = input;
        state = RunState.New(Guid.NewGuid(), Now).ToBytes();
        Handle(new RunEvent.Started());
        DoWhatIsDue(Now);
    }

    /// <summary>The run's own clock.</summary>
    public DateTimeOffset Now { get; private set; }

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

    /// <summary>The questions that wait for a person.</summary>
    public IReadOnlyCollection<ApprovalOrder> Approvals => approvals.Values;

    /// <summary>The last visit of the task of this name, of its last item.</summary>
    public StepSnapshot Step(string name) => steps.Values.Last(step => step.Name == name);

    /// <summary>Lets time pass until the run ends, or until only people are awaited.</summary>
    public void Continue()
    {
        while (!State.IsOver && pending.TryPeek(out _, out var next))
        {
            DoWhatIsDue(next.Due);
        }
    }

    /// <summary>Lets this much time pass.</summary>
    public void Skip(TimeSpan time)
    {
        var until = Now + time;
        while (pending.TryPeek(out _, out var next) && next.Due <= until)
        {
            DoWhatIsDue(next.Due);
        }

        Now = until;
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
        Handle(new RunEvent.CancelRequested(by, reason, compensate));
        Continue();
    }

    /// <summary>Gives the engine an event of your own, such as a duplicate.</summary>
    public Decision Handle(RunEvent happened)
    {
        var loaded = new HashSet<string>();
        var before = RunState.FromBytes(state);
        Load(Engine.Reads(host.Definition, before, happened), loaded);
        var decision = Engine.Advance(host.Definition, before, Data(loaded), happened, Now);
        while (!decision.Missing.IsEmpty)
        {
            if (!Load(decision.Missing, loaded))
            {
                throw new InvalidOperationException(
                    $"The engine reads documents that were never stored, at {happened}. This is a fault of the engine: please report it.");
            }

            decision = Engine.Advance(host.Definition, before, Data(loaded), happened, Now);
        }

        state = decision.State.ToBytes();
        foreach (var effect in decision.Effects)
        {
            Apply(effect);
        }

        return decision;
    }

    private void DoWhatIsDue(DateTimeOffset until)
    {
        Now = until > Now ? until : Now;
        for (var events = 0; pending.TryPeek(out var next, out var at) && at.Due <= Now; events++)
        {
            if (events == EventsAtOnce)
            {
                throw new InvalidOperationException(
                    $"{EventsAtOnce} events and still no time has passed: the workflow loops without waiting for anything. Last step: {steps.Keys.LastOrDefault()}.");
            }

            pending.Dequeue();
            if (next is not RunEvent.TimerElapsed timer || timers.Remove(timer.Timer))
            {
                Handle(next);
            }
        }
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

    private void Enqueue(RunEvent happened, DateTimeOffset due) => pending.Enqueue(happened, (due, order++));

    /// <summary>Adds what is to be loaded; false when there is nothing new in it.</summary>
    private bool Load(ReadSet reads, HashSet<string> loaded)
    {
        var before = loaded.Count;
        var items = reads.Collections.SelectMany(
            collection => Enumerable.Range(0, collection.Count).Select(index => CollectionRead.ItemKey(collection.Prefix, index)));
        loaded.UnionWith(reads.Keys.Concat(items).Where(documents.ContainsKey));
        return loaded.Count > before;
    }

    private RunData Data(HashSet<string> keys) => new(keys.ToDictionary(key => key, key => documents[key]));
}
