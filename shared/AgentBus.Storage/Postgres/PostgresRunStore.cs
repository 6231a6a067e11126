using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Postgres;

/// <summary>Runs in PostgreSQL; starts and reads of several callers share a round trip.</summary>
internal sealed class PostgresRunStore(PostgresDatabase database, PostgresRunReader reader, PostgresRunStarter starter, ISignalSource signals) : IRunStore
{
    public async Task<StartedRun> StartAsync(NewRun run, CancellationToken cancellationToken)
    {
        if (!await starter.StartAsync(run, cancellationToken))
            return await FindAsync(run, cancellationToken);
        signals.OutboxChanged();
        return new StartedRun(run.Id, Created: true, SameRequest: true);
    }

    public Task<LoadedRun?> LoadAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        reader.LoadAsync(tenant, run, cancellationToken);

    public Task<RunData> LoadDocumentsAsync(string tenant, Guid run, ReadSet reads, CancellationToken cancellationToken) =>
        reads.IsEmpty ? Task.FromResult(RunData.Empty) : reader.LoadDocumentsAsync(tenant, run, reads, cancellationToken);

    private async Task<StartedRun> FindAsync(NewRun run, CancellationToken cancellationToken)
    {
        var found = await database.FirstAsync(
            EarlierRun.Select,
            new { tenant = run.Tenant, id = run.Id, requestKey = run.RequestKey },
            row => EarlierRun.Compare(
                run, row.GetGuid(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3)),
            cancellationToken);
        return found ?? throw EarlierRun.Foreign(run);
    }
}
