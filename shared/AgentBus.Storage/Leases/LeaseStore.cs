using System.Data.Common;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Leases;

/// <summary>Leases on either database. Rows are written in key order, so that two registries cannot deadlock.</summary>
internal sealed class LeaseStore(Database database) : ILeaseStore
{
    public Task RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        WriteAsync(
            rows => $"""
                insert into leases (run, step, attempt, tenant, agent, worker, until)
                select s.run, s.step, s.attempt, s.tenant, s.agent, s.worker, s.until from {rows} where true order by s.run, s.step, s.attempt
                on conflict (run, step, attempt) do update set agent = excluded.agent, worker = excluded.worker, until = excluded.until
                """,
            leases,
            cancellationToken);

    public Task<IReadOnlyList<Lease>> ClaimExpiredAsync(
        int limit, TimeSpan hold, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            statements => statements.QueryAsync(
                $"""
                update leases set until = @held where (run, step, attempt) in
                  (select run, step, attempt from leases where until <= @now order by until limit @limit {database.SkipLocked})
                returning tenant, run, step, attempt, agent, worker, until
                """,
                new { limit, held = database.Time(now + hold), now = database.Time(now) },
                Read),
            cancellationToken);

    public Task DeleteAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        WriteAsync(
            rows => $"""
                delete from leases where (run, step, attempt) in
                  (select l.run, l.step, l.attempt from leases l join {rows} on l.run = s.run and l.step = s.step and l.attempt = s.attempt
                   order by l.run, l.step, l.attempt {database.ForUpdateOf("l")})
                """,
            leases,
            cancellationToken);

    private async Task WriteAsync(Func<string, string> sql, IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        if (leases.Count == 0)
            return;
        var held = leases.DistinctBy(lease => (lease.Run, lease.Step, lease.Attempt)).ToList();
        await database.WriteAsync(
            statements => database.WriteRowsAsync(statements, sql, new RowColumns(held.Count)
            {
                { "run", "uuid", held.Select(lease => lease.Run) },
                { "step", "text", held.Select(lease => lease.Step) },
                { "attempt", "integer", held.Select(lease => lease.Attempt) },
                { "tenant", "text", held.Select(lease => lease.Tenant) },
                { "agent", "text", held.Select(lease => lease.Agent) },
                { "worker", "text", held.Select(lease => lease.Worker) },
                { "until", "timestamptz", held.Select(lease => lease.Until.ToUniversalTime()) },
            }),
            cancellationToken);
    }

    private static Lease Read(DbDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetString(5), row.Time(6));
}
