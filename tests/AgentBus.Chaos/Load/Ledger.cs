using System.Collections.Concurrent;

namespace AgentBus.Chaos.Load;

/// <summary>What was started and what was spoilt on purpose. Kept in the memory of the harness, which nobody kills.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, LoadCase> _cases = new();
    private readonly ConcurrentDictionary<string, Guid> _runs = new();
    private readonly ConcurrentDictionary<string, string> _poison = new();

    /// <summary>Cases that were, or are being, started.</summary>
    public IReadOnlyCollection<LoadCase> Cases => [.. _cases.Values];

    /// <summary>Runs whose start was answered, by case.</summary>
    public IReadOnlyDictionary<string, Guid> Runs => _runs;

    /// <summary>Message ids that must be found exactly once among what failed, with the queue they were sent to.</summary>
    public IReadOnlyDictionary<string, string> Poison => _poison;

    /// <summary>Written before the start is asked for, since an answer may be lost.</summary>
    public void Starting(LoadCase started) => _cases[started.Name] = started;

    public void Started(LoadCase started, Guid run) => _runs[started.Name] = run;

    /// <summary>Written before the message is sent.</summary>
    public void Poisoned(string messageId, string queue) => _poison[messageId] = queue;

    public LoadCase? Find(string name) => _cases.GetValueOrDefault(name);
}
