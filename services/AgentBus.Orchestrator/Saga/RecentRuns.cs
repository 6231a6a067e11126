using System.Collections.Concurrent;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Saga;

/// <summary>
/// The runs that this process changed last, as it left them, so that the next message of one needs no read. What another process did to a run meanwhile comes
/// to nothing here: a change loses its commit, and whoever decides to change nothing asks the store before that counts. Where several
/// orchestrators share the runs most of these would be old, so after an old one the next few hundred are read from the store.
/// </summary>
internal sealed class RecentRuns
{
    private const int ReadsAfterAnOldOne = 200;

    private const int MaxBytes = 16 * 1024 * 1024;

    // From here on reading a state costs what a decision does: a hundred open steps.
    private const int WideBytes = 16 * 1024;

    // What a state takes in memory for each of its bytes as stored, about.
    private const int BytesInMemory = 8;

    private readonly ConcurrentDictionary<Guid, RecentRun> _runs = new();
    private long _bytes;
    private int _toRead;

    /// <summary>The run, or null: read it from the store.</summary>
    public RecentRun? Find(IRunMessage message)
    {
        if (Volatile.Read(ref _toRead) > 0)
        {
            Interlocked.Decrement(ref _toRead);
            return null;
        }

        return _runs.TryGetValue(message.Run, out var run) && run.Row.Tenant == message.Tenant ? run : null;
    }

    /// <summary>Takes note of a set that was written. A run that is over hears little more, so it is forgotten.</summary>
    public void Written(LoadedRun before, WriteSet set, RunState state)
    {
        Forget(before.Id);
        if (state.IsOver)
        {
            return;
        }

        var row = before with
        {
            Version = set.ExpectedVersion + 1,
            Status = set.Status,
            DefinitionVersion = set.DefinitionVersion ?? before.DefinitionVersion,
            EngineState = set.EngineState,
        };
        var run = new RecentRun(row, row.EngineState.Length < WideBytes ? null : state);
        if (Interlocked.Add(ref _bytes, SizeOf(run)) > MaxBytes)
        {
            _runs.Clear();
            Interlocked.Exchange(ref _bytes, SizeOf(run));
        }

        _runs[row.Id] = run;
    }

    /// <summary>The run is to be read again.</summary>
    public void Forget(Guid run)
    {
        if (_runs.TryRemove(run, out var old))
        {
            Interlocked.Add(ref _bytes, -SizeOf(old));
        }
    }

    /// <summary>Another process changed the run meanwhile.</summary>
    public void Lost(Guid run, bool wasRecent)
    {
        Forget(run);
        if (wasRecent)
        {
            Volatile.Write(ref _toRead, ReadsAfterAnOldOne);
        }
    }

    private static long SizeOf(RecentRun run) => run.Row.EngineState.Length * (run.State is null ? 1L : 1 + BytesInMemory);
}

/// <summary>A run as this process left it.</summary>
/// <param name="Row">As stored.</param>
/// <param name="State">Its engine state, where that is wide; null = to be made of the row.</param>
internal sealed record RecentRun(LoadedRun Row, RunState? State);
