namespace AgentBus.Storage.Leases;

/// <summary>Attempts held by a worker that acked its dispatch. Never part of a run's transaction, except that a settled step's lease is deleted there.</summary>
public interface ILeaseStore
{
    /// <summary>Adds or renews. A claim of a step that is no longer open is harmless: its expiry is ignored by the run.</summary>
    Task RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken);

    /// <summary>Leases past their time, moved on by the hold time so that another scanner leaves them alone.</summary>
    Task<IReadOnlyList<Lease>> ClaimExpiredAsync(int limit, TimeSpan hold, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes leases after their expiry was told.</summary>
    Task DeleteAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken);
}

/// <summary>A held attempt.</summary>
public sealed record Lease(string Tenant, Guid Run, string Step, int Attempt, string Agent, string Worker, DateTimeOffset Until);
