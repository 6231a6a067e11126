using System.Text.Json;
using AgentBus.Storage.Data;
using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Agents;

/// <summary>Outputs to use again on either database.</summary>
internal sealed class OutputCache(Database database) : IOutputCache
{
    public Task<CachedOutput?> FindAsync(
        string tenant, string agent, string key, DateTimeOffset now, DateTimeOffset liveSince, CancellationToken cancellationToken) =>
        database.FirstAsync(
            """
            select c.agent, c.agent_version, c.key, c.run, c.step, c.output, c.stored_at, c.expires_at
            from cached_outputs c
            where c.tenant = @tenant and c.agent = @agent and c.key = @key and c.expires_at > @now
              and (exists (select 1 from workers w where w.agent = c.agent and w.agent_version = c.agent_version and w.seen_at >= @liveSince)
                or not exists (select 1 from workers w where w.agent = c.agent and w.seen_at >= @liveSince))
            order by c.stored_at desc limit 1
            """,
            new { tenant, agent, key, now = database.Time(now), liveSince = database.Time(liveSince) },
            row => new CachedOutput(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetGuid(3), row.GetString(4), JsonElement.Parse(row.Bytes(5)),
                row.Time(6), row.Time(7)),
            cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            delete from cached_outputs where (tenant, agent, key, agent_version) in
              (select tenant, agent, key, agent_version from cached_outputs where expires_at <= @now order by expires_at limit @limit)
            """,
            new { now = database.Time(now), limit },
            cancellationToken);
}
