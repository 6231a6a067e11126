using AgentBus.Storage.Approvals;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using Dapper;

namespace AgentBus.Storage.Queries;

/// <summary>Open runs on either database: a page of them, then what belongs to the page, table by table.</summary>
internal sealed class OpenRuns(Database database) : IOpenRuns
{
    private const string Steps = """
        select * from (
          select s.step, s.task, s.name, s.kind, s.status, s.attempt, s.agent, s.agent_version, s.started_at, s.ended_at, s.cost_usd, s.tokens,
            s.reason, s.run, row_number() over (partition by s.run order by s.started_at, s.step) as place
          from steps s join page on page.id = s.run where s.status in ('Running', 'Waiting')) open
        where place <= 50 order by run, place
        """;

    private const string Parked = """
        select o.message_id, o.run, o.type, o.exchange, o.parked_at, o.attempts, o.last_error from outbox o join page on page.id = o.run
        where o.parked_at is not null
        """;

    private const string Letters = """
        select d.id, d.queue, d.type, d.reason, d.error, d.failed_at, d.run from dead_letters d join page on page.id = d.run
        where d.state = 'open' and d.holds_run
        """;

    private const string Timers = "select o.run, o.timer, o.due from outbox o join page on page.id = o.run where o.timer is not null";

    private const string Leases = "select l.run, l.step from leases l join page on page.id = l.run";

    /// <summary>Types of entry by which an operator holds a run, and by which a compensation failed.</summary>
    private const string Notes = """
        select h.number, h.at, h.type, h.step, h.data, h.run from history h join page on page.id = h.run
        where page.status in ('Paused', 'Compensating') and h.number = (
          select max(same.number) from history same where same.run = h.run and same.type = h.type
            and same.type in ('run.paused', 'run.resumed', 'compensation.failed'))
        order by h.number desc
        """;

    public Task<IReadOnlyList<OpenRun>> ListAsync(string tenant, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var where = new Conditions("tenant = @tenant and ended_at is null", new { tenant, limit });
        where.Add("(created_at, id) > (@createdAt, @id)", "createdAt", database.Time(after?.CreatedAt));
        where.Parameters.Add("id", after?.Id ?? Guid.Empty);
        return ReadAsync(where, cancellationToken);
    }

    public async Task<OpenRun?> GetAsync(string tenant, Guid run, CancellationToken cancellationToken) =>
        await ReadAsync(new Conditions("tenant = @tenant and id = @run and ended_at is null", new { tenant, run, limit = 1 }), cancellationToken)
            is [var open] ? open : null;

    private async Task<IReadOnlyList<OpenRun>> ReadAsync(Conditions where, CancellationToken cancellationToken)
    {
        var newest = $"from runs where {where} order by created_at, id limit @limit";
        var runs = await database.SearchAsync(
            RunQueries.SelectRun.Replace("from runs", newest, StringComparison.Ordinal), where.Parameters, RunQueries.ReadRun, cancellationToken);
        if (runs.Count == 0)
            return [];

        var page = $"with page as (select id, status {newest}) ";
        var parameters = new DynamicParameters(where.Parameters);
        var steps = await database.SearchAsync(page + Steps, parameters, row => (Run: row.GetGuid(13), Step: RunQueries.ReadStep(row)), cancellationToken);
        var approvals = await database.SearchAsync(
            $"{page} {ApprovalStore.Select} where state = 'open' and run in (select id from page)", parameters, ApprovalStore.Read, cancellationToken);
        var parked = await database.SearchAsync(page + Parked, parameters, OutboxStore.ReadParked, cancellationToken);
        var timers = await database.SearchAsync(
            page + Timers, parameters, row => (Run: row.GetGuid(0), Timer: row.GetString(1), Due: row.Time(2)), cancellationToken);
        var leases = await database.SearchAsync(page + Leases, parameters, row => (Run: row.GetGuid(0), Step: row.GetString(1)), cancellationToken);
        var notes = await database.SearchAsync(
            page + Notes, parameters,
            row => (Run: row.GetGuid(5), Entry: new HistoryEntry(row.GetInt64(0), row.Time(1), row.GetString(2), row.Text(3), row.GetString(4))),
            cancellationToken);
        var letters = await database.SearchAsync(
            page + Letters, parameters,
            row => (Run: row.GetGuid(6), Letter: new HeldLetter(
                row.GetGuid(0), row.GetString(1), row.Text(2), row.GetString(3), row.Text(4), row.Time(5))),
            cancellationToken);
        return
        [
            .. runs.Select(run => new OpenRun(
                run,
                [.. steps.Where(row => row.Run == run.Id).Select(row => row.Step)],
                [.. approvals.Where(approval => approval.Run == run.Id)],
                [.. parked.Where(message => message.Run == run.Id)],
                timers.Where(row => row.Run == run.Id).ToDictionary(row => row.Timer, row => row.Due),
                leases.Where(row => row.Run == run.Id).Select(row => row.Step).ToHashSet(),
                [.. notes.Where(row => row.Run == run.Id).Select(row => row.Entry)],
                [.. letters.Where(row => row.Run == run.Id).Select(row => row.Letter)])),
        ];
    }
}
