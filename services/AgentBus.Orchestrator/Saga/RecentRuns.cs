using System.Collections.Concurrent;
using AgentBus.Contracts;
using AgentBus.Storage.Runs;

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

    // Rows as stored, engine state as bytes: what is in memory of a state could hold on to the documents it was made of.
    private readonly ConcurrentDictionary<Guid, LoadedRun> _runs = new();
    private long _bytes;
    private int _toRead;

    /// <summary>The run's row, or null: read it from the store.</summary>
    public LoadedRun? Find(IRunMessage message)
    {
        if (Volatile.Read(ref _toRead) > 0)
        {
            Interlocked.Decrement(ref _toRead);
            return null;
        }

        return _runs.TryGetValue(message.Run, out var run) && run.Tenant == message.Tenant ? run : null;
    }

    /// <summary>Takes note of a set that was written. A run that is over hears little more, so it is forgotten.</summary>
    public void Written(LoadedRun before, WriteSet set, bool isOver)
    {
        Forget(before.Id);
        if (isOver)
        {
            return;
        }

        var row = before with
        {
            Version = set.ExpectedVersion + 1, Status = set.Status, DefinitionVersion = set.DefinitionVersion ?? before.DefinitionVersion, EngineState = set.EngineState,
        };
        if (Interlocked.Add(ref _bytes, row.EngineState.Length) > MaxBytes)
        {
            _runs.Clear();
            Interlocked.Exchange(ref _bytes, row.EngineState.Length);
        }

        _runs[row.Id] = row;
    }

    /// <summary>The run is to be read again.</summary>
    public void Forget(Guid run)
    {
        if (_runs.TryRemove(run, out var old))
        {
            Interlocked.Add(ref _bytes, -old.EngineState.Length);
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
}
