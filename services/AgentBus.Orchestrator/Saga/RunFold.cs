using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Registry;
using AgentBus.Orchestrator.Runs;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Saga;

/// <summary>
/// Messages of one run that are decided one after another, each on what the one before decided, and written as one set. What comes of it is the same as with a
/// commit for each: only messages that the run's state tells from a repetition share one, no two of them with the same key, and a decision
/// whose rows might not be merged with later ones is the last.
/// </summary>
internal sealed class RunFold(RunSaga? loaded)
{
    private readonly Dictionary<string, JsonElement> _known = [];
    private readonly List<RunVisit> _visits = [];
    private readonly List<RunDecision> _decisions = [];
    private RunState? _state = loaded?.State;
    private string _status = loaded?.CurrentState ?? "";

    public IReadOnlyList<RunVisit> Visits => _visits;

    /// <summary>The run as it was loaded.</summary>
    public LoadedRun Row => loaded!.Row;

    public bool IsRecent => loaded is { IsRecent: true };

    /// <summary>Whether anything changes.</summary>
    public bool Changes => _decisions.Count > 0;

    /// <summary>Whether another message may join.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>The run's state after all of them.</summary>
    public RunState State => _state!;

    /// <summary>Decides one more message. One that fails leaves the fold as it was.</summary>
    public async Task AddAsync(RunVisit visit)
    {
        var run = Run();
        await visit.DecideAsync(run);
        _visits.Add(visit);
        IsOpen = visit.FoldKey is not null;
        if (run?.Decided is not { } decided)
        {
            return;
        }

        _decisions.Add(decided);
        (_state, _status) = (decided.State, run.CurrentState);
        IsOpen &= decided.Made.Effects.All(Merges);
        foreach (var stored in decided.Made.Effects.OfType<Effect.Store>())
        {
            _known[stored.Key] = stored.Value;
        }
    }

    /// <summary>All that changes.</summary>
    public WriteSet ToSet(LaneRoster lanes) => WriteSetBuilder.Build(Row, _decisions, lanes) with { Status = _status };

    /// <summary>
    /// What may not be there twice in one fold: the store is asked whether a result is a repetition, and it does not know the first one yet. Memories are
    /// checked against what the store holds, so a result that brings some is alone.
    /// </summary>
    public static string? KeyOf(IRunMessage message) => message switch
    {
        AttemptFinished { Memories: null or { Count: 0 } } m => $"attempt {m.Attempt} {m.Step}",
        LeaseExpired m => $"lease {m.Attempt} {m.Step}",
        ChildFinished m => $"child {m.Child} {m.Step}",
        TimerFired m => $"timer {m.Timer}",
        _ => null,
    };

    // Of these rows the last one of a key counts, or all of them do in their order. Of questions and subscriptions one set writes what is closed
    // before what is opened, and after the end of a run nothing else belongs to it.
    private static bool Merges(Effect effect) => effect is Effect.Store or Effect.Dispatch or Effect.SetTimer or Effect.CancelTimer or Effect.StepChanged
        or Effect.CacheOutput or Effect.Judge or Effect.StartChild or Effect.CancelChild or Effect.Publish
        or Effect.Record { Type: not ("run.completed" or "run.faulted" or "run.cancelled") };

    private RunSaga? Run() => loaded is null
        ? null
        : new RunSaga
        {
            CorrelationId = loaded.CorrelationId, CurrentState = _status, Row = loaded.Row, State = _state!, Known = _known, IsRecent = loaded.IsRecent,
        };
}
