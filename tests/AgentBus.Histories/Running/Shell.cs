using System.Text.Json;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Execution.State;

namespace AgentBus.Histories.Running;

/// <summary>A bare shell around the engine: the state goes through its stored form at every event, and only documents that are asked for are loaded.</summary>
internal sealed class Shell
{
    private const int RoundsAtMost = 64;

    private static readonly JsonElement Found = JsonElement.Parse("""{ "version": "1.0.0" }""");
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    private readonly WorkflowDefinition definition;
    private byte[] stored;

    public Shell(WorkflowDefinition definition, JsonElement input)
    {
        this.definition = definition;
        Ledger = new Ledger(definition);
        Ledger.Documents[DocumentKeys.Input] = input;
        State = RunState.New(new Guid("11111111-2222-3333-4444-555555555555"), Now);
        stored = State.ToBytes();
    }

    public Ledger Ledger { get; }

    public RunState State { get; private set; }

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public JsonElement? Output => Ledger.Documents.TryGetValue(DocumentKeys.Output, out var output) ? output : null;

    /// <summary>Decides and carries it out.</summary>
    public void Handle(RunEvent happened)
    {
        var decision = Decide(happened);
        stored = decision.State.ToBytes();
        State = RunState.FromBytes(stored);
        if (happened is RunEvent.TimerElapsed elapsed)
        {
            Ledger.Timers.Remove(elapsed.Timer);
        }

        Ledger.Apply(decision.Effects);
    }

    /// <summary>Decides without carrying it out, as a process that is killed before its commit.</summary>
    public Decision Decide(RunEvent happened)
    {
        var documents = new Dictionary<string, JsonElement>();
        var reads = Engine.Reads(definition, State, happened);
        for (var round = 0; round < RoundsAtMost; round++)
        {
            Load(reads, documents);
            var decision = Engine.Advance(definition, State, new RunData(documents), happened, Now);
            reads = decision.Missing;
            if (reads.IsEmpty)
            {
                return decision;
            }
        }

        throw new InvariantBrokenException($"it asks for documents without end, last for {string.Join(", ", reads.Keys)}");
    }

    /// <summary>The same event decided twice is decided the same.</summary>
    public void CheckThatItIsDetermined(RunEvent happened)
    {
        var (one, other) = (Decide(happened), Decide(happened));
        InvariantBrokenException.Unless(one.State.ToBytes().AsSpan().SequenceEqual(other.State.ToBytes()), "the same event leads to two states");
        InvariantBrokenException.Unless(one.Effects.Count == other.Effects.Count, "the same event has two sets of effects");
    }

    /// <summary>An event that was handled, or is about something that never was, changes nothing; at most the bill is told.</summary>
    public void CheckThatItChangesNothing(RunEvent happened)
    {
        var decision = Decide(happened);
        if (State.Pause is not null)
        {
            // A paused run may keep it, to find out later that it is stale.
            InvariantBrokenException.Unless(
                decision.Effects.All(effect => effect is Effect.Record or Effect.Store or Effect.StepChanged), "a repeated or stale event has effects on a paused run");
            return;
        }

        InvariantBrokenException.Unless(decision.State.ToBytes().AsSpan().SequenceEqual(stored), "a repeated or stale event changes the state");
        var unexpected = decision.Effects.FirstOrDefault(effect => effect is not Effect.Record { Type: "attempt.superseded" });
        InvariantBrokenException.Unless(unexpected is null, $"a repeated or stale event has the effect {unexpected}");
    }

    /// <summary>The stored form loses nothing, and all it refers to is there.</summary>
    public void CheckState()
    {
        InvariantBrokenException.Unless(State.ToBytes().AsSpan().SequenceEqual(stored), "the state is another after being stored");
        foreach (var frame in State.Frames)
        {
            frame.Keep(Exists);
        }

        Exists(State.Context);
    }

    /// <summary>What a shell answers from elsewhere: there is one other workflow, and nothing else.</summary>
    private static bool AnsweredOutside(string key, out JsonElement answer)
    {
        var asksForWorkflow = DocumentKeys.AsksForWorkflow(key) is not null;
        answer = asksForWorkflow ? Found : Nothing;
        return asksForWorkflow || DocumentKeys.MayBeMissing(key) || ExternalKeys.IsExternal(key);
    }

    private DataRef Exists(DataRef reference)
    {
        var missing = reference switch
        {
            DataRef.Document document => Ledger.Documents.ContainsKey(document.Key) ? null : document.Key,
            DataRef.Items items => Enumerable.Range(0, items.Count).Select(item => CollectionRead.ItemKey(items.Prefix, item))
                .FirstOrDefault(key => !Ledger.Documents.ContainsKey(key)),
            _ => null,
        };
        InvariantBrokenException.Unless(missing is null, $"the state refers to the document {missing}, which does not exist");
        return reference;
    }

    private void Load(ReadSet reads, Dictionary<string, JsonElement> documents)
    {
        var before = documents.Count;
        var items = reads.Collections.SelectMany(
            collection => Enumerable.Range(0, collection.Count).Select(item => CollectionRead.ItemKey(collection.Prefix, item)));
        foreach (var key in reads.Keys.Concat(items))
        {
            if (Ledger.Documents.TryGetValue(key, out var document) || AnsweredOutside(key, out document))
            {
                documents[key] = document;
            }
        }

        InvariantBrokenException.Unless(reads.IsEmpty || documents.Count > before, $"it asks for {string.Join(", ", reads.Keys)}, which was never stored");
    }
}
