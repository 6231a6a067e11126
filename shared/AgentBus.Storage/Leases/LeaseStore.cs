using System.Data.Common;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Leases;

/// <summary>Leases on either database. Rows are written in key order, so that two registries cannot deadlock.</summary>
internal sealed class LeaseStore(Database database) : ILeaseStore
{
    private const string Renew = """
        insert into leases (run, step, attempt, tenant, agent, worker, until)
        values (@Run, @Step, @Attempt, @Tenant, @Agent, @Worker, @Until)
        on conflict (run, step, attempt) do update set agent = excluded.agent, worker = excluded.worker, until = excluded.until
        """;

    public Task RenewAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) =>
        ForEachAsync(Renew, leases, cancellationToken);

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
        ForEachAsync("delete from leases where run = @Run and step = @Step and attempt = @Attempt", leases, cancellationToken);

    private async Task ForEachAsync(string sql, IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        if (leases.Count == 0)
            return;
        var rows = leases
            .OrderBy(lease => lease.Run).ThenBy(lease => lease.Step, StringComparer.Ordinal).ThenBy(lease => lease.Attempt)
            .Select(lease => new
            {
                lease.Run, lease.Step, lease.Attempt, lease.Tenant, lease.Agent, lease.Worker, Until = database.Time(lease.Until),
            })
            .ToList();
        await database.WriteAsync(statements => statements.ExecuteAsync(sql, rows), cancellationToken);
    }

    private static Lease Read(DbDataReader row) => new(
        row.GetString(0), row.GetGuid(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetString(5), row.Time(6));
}
