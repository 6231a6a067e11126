using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Approvals;

/// <summary>Questions to people on either database.</summary>
internal sealed class ApprovalStore(Database database, ISignalSource signals) : IApprovalStore
{
    private const string Select = """
        select id, tenant, run, step, task, title, details, assignees, groups, form, state, created_at, due_at, decided_by, decided_at, comment
        from approvals
        """;

    public Task<IReadOnlyList<ApprovalView>> ListAsync(
        string tenant, string? state, Guid? run, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync(
            $"{Select} where tenant = @tenant {(state is null ? "" : "and state = @state")} {(run is null ? "" : "and run = @run")} "
                + "order by created_at desc, id desc limit @limit",
            new { tenant, state, run, limit },
            Read,
            cancellationToken);

    public Task<ApprovalView?> GetAsync(string tenant, Guid id, CancellationToken cancellationToken) =>
        database.FirstAsync($"{Select} where tenant = @tenant and id = @id", new { tenant, id }, Read, cancellationToken);

    public async Task<bool> DecideAsync(
        string tenant, Guid id, bool approved, string by, string? comment, DateTimeOffset at, OutboxRow message,
        CancellationToken cancellationToken)
    {
        var decision = new { tenant, id, state = approved ? "approved" : "denied", by, comment, at = database.Time(at) };
        var decided = await database.WriteAsync(
            async statements =>
            {
                var runs = await statements.QueryAsync(
                    """
                    update approvals set state = @state, decided_by = @by, decided_at = @at, comment = @comment
                    where tenant = @tenant and id = @id and state = 'open' returning run
                    """,
                    decision,
                    row => row.GetGuid(0));
                if (runs is not [var run])
                    return Guid.Empty;
                await OutboxSql.AddAsync(statements, database, tenant, run, message);
                return run;
            },
            cancellationToken);
        if (decided == Guid.Empty)
            return false;
        signals.OutboxChanged();
        signals.RunChanged(decided);
        return true;
    }

    private static ApprovalView Read(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Text(6), row.List(7),
        row.List(8), row.Text(9), row.GetString(10), row.Time(11), row.TimeOrNull(12), row.Text(13), row.TimeOrNull(14), row.Text(15));
}
