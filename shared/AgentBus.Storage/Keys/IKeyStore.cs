namespace AgentBus.Storage.Keys;

/// <summary>API keys, kept as SHA-256 hashes of high-entropy tokens.</summary>
public interface IKeyStore
{
    /// <summary>False = a key of this id is there already.</summary>
    Task<bool> AddAsync(ApiKeyRow key, CancellationToken cancellationToken);

    Task<ApiKeyRow?> FindAsync(byte[] hash, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApiKeyRow>> ListAsync(string tenant, CancellationToken cancellationToken);

    Task<bool> RevokeAsync(string tenant, string id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Whether any key exists, of any tenant.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);
}

/// <summary>A key. Roles: viewer, publisher, approver, operator, admin. Groups: those of its holder, which approvals may ask.</summary>
public sealed record ApiKeyRow(
    string Id, string Tenant, string Name, byte[] Hash, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt,
    IReadOnlyList<string> Groups);
