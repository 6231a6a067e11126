namespace AgentBus.Storage.Memory;

/// <summary>
/// What agents remember, by tenant and workflow (namespace and name, all versions). Written with the run whose agent put it, through
/// <see cref="Runs.WriteSet.Memories"/>.
/// </summary>
public interface IMemoryStore
{
    /// <summary>One memory, or null when there is none or it has expired.</summary>
    Task<MemoryView?> GetAsync(MemoryScope scope, string key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The memories that share most words with the text, best first.</summary>
    Task<IReadOnlyList<MemoryView>> SearchAsync(
        MemoryScope scope, string text, int top, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Memories by key, from the one after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<MemoryView>> ListAsync(
        MemoryScope scope, string? after, int limit, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many there are besides those under these keys.</summary>
    Task<int> CountOthersAsync(MemoryScope scope, IReadOnlyList<string> keys, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>False = there was none.</summary>
    Task<bool> ForgetAsync(MemoryScope scope, string key, CancellationToken cancellationToken);

    /// <summary>Forgets all of a workflow; returns how many.</summary>
    Task<int> ForgetAllAsync(MemoryScope scope, CancellationToken cancellationToken);

    /// <summary>Deletes what expired, at most this many; returns how many.</summary>
    Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);
}

/// <summary>Whose memories.</summary>
public sealed record MemoryScope(string Tenant, string Namespace, string Name);

/// <summary>A memory. Value is UTF-8 JSON.</summary>
/// <param name="Run">The run that put it there last.</param>
/// <param name="Score">How well it fits the text searched for, higher is better; 0 where nothing was searched.</param>
public sealed record MemoryView(
    string Key, byte[] Value, Guid Run, string Step, DateTimeOffset StoredAt, DateTimeOffset? ExpiresAt, double Score = 0);
