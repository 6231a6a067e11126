using System.Data.Common;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Workers;

/// <summary>The registry of workers on either database.</summary>
internal sealed class WorkerStore(Database database) : IWorkerStore
{
    public Task SeenAsync(WorkerRow worker, CancellationToken cancellationToken) =>
        database.ExecuteAsync(
            """
            insert into workers (worker, agent, agent_version, capabilities, concurrency, running, seen_at, lanes)
            values (@Worker, @Agent, @AgentVersion, @Capabilities, @Concurrency, @Running, @SeenAt, @Lanes)
            on conflict (worker, agent) do update set agent_version = excluded.agent_version, capabilities = excluded.capabilities,
              concurrency = excluded.concurrency, running = excluded.running, seen_at = excluded.seen_at, lanes = excluded.lanes
            """,
            new
            {
                worker.Worker,
                worker.Agent,
                worker.AgentVersion,
                Capabilities = Values.List(worker.Capabilities),
                worker.Concurrency,
                worker.Running,
                SeenAt = database.Time(worker.SeenAt),
                worker.Lanes,
            },
            cancellationToken);

    public Task StoppedAsync(string worker, string agent, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from workers where worker = @worker and agent = @agent", new { worker, agent }, cancellationToken);

    public Task<IReadOnlyList<WorkerRow>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        database.QueryAsync(
            """
            select worker, agent, agent_version, capabilities, concurrency, running, seen_at, lanes
            from workers where seen_at >= @since order by agent, agent_version, worker
            """,
            new { since = database.Time(since) },
            Read,
            cancellationToken);

    public Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.ExecuteAsync("delete from workers where seen_at < @before", new { before = database.Time(before) }, cancellationToken);

    private static WorkerRow Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.List(3), row.GetInt32(4), row.GetInt32(5), row.Time(6), row.GetBoolean(7));
}
