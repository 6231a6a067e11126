using System.Data.Common;
using AgentBus.Storage.Data;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Dapper;

namespace AgentBus.Storage.Approvals;

/// <summary>Questions to people on either database.</summary>
internal sealed class ApprovalStore(Database database, ISignalSource signals) : IApprovalStore
{
    internal const string Select = """
        select id, tenant, run, step, task, title, details, assignees, groups, form, state, created_at, due_at, decided_by, decided_at, comment,
          rung, overridden
        from approvals
        """;

    /// <summary>The run before the question: the order in which a batch of the committer locks them.</summary>
    private const string MoveRunOn = """
        update runs set version = version + 1
        where tenant = @tenant and id = (select run from approvals where tenant = @tenant and id = @id and state = 'open')
        """;

    private const string Decide = """
        update approvals set state = @state, decided_by = @By, decided_at = @at, comment = @Comment, overridden = @Override
        where tenant = @tenant and id = @id and state = 'open' returning run
        """;

    public Task<IReadOnlyList<ApprovalView>> ListAsync(
        string tenant, ApprovalFilter filter, int limit, RunCursor? after, CancellationToken cancellationToken)
    {
        var where = new Conditions("tenant = @tenant", new { tenant, limit });
        where.Add("state = @state", "state", filter.State);
        where.Add("run = @run", "run", filter.Run);
        where.Add("(created_at, id) < (@createdAt, @id)", "createdAt", database.Time(after?.CreatedAt));
        where.Parameters.Add("id", after?.Id ?? Guid.Empty);
        if (filter.AskedOf is { } person)
        {
            where.Add(AskedOf(), "person", person.Name);
            where.Parameters.Add("memberOf", Values.List(person.Groups));
        }

        return database.QueryAsync(
            $"{Select} where {where} order by created_at desc, id desc limit @limit", where.Parameters, Read, cancellationToken);
    }

    public Task<ApprovalView?> GetAsync(string tenant, Guid id, CancellationToken cancellationToken) =>
        database.FirstAsync($"{Select} where tenant = @tenant and id = @id", new { tenant, id }, Read, cancellationToken);

    public async Task<bool> DecideAsync(
        string tenant, Guid id, ApprovalDecision decision, OutboxRow message, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            tenant, id, state = decision.Approved ? "approved" : "denied", decision.By, decision.Override,
            Comment = decision.Comment?.Replace('\0', '\uFFFD'),
            at = database.Time(decision.At),
        };
        var decided = await database.WriteAsync(
            async statements =>
            {
                if (await statements.ExecuteAsync(MoveRunOn, new { tenant, id }) == 0)
                    return Guid.Empty;
                if (await statements.QueryAsync(Decide, parameters, row => row.GetGuid(0)) is not [var run])
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

    public async Task<bool> IsDecidedAsync(string tenant, Guid run, string step, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "select 1 from approvals where tenant = @tenant and run = @run and step = @step and state in ('approved', 'denied')",
            new { tenant, run, step },
            _ => true,
            cancellationToken)).Count > 0;

    private string AskedOf() => $"""
        ((assignees = '[]' and groups = '[]')
          or exists (select 1 from {database.Elements("assignees")} a where a.value = @person)
          or exists (select 1 from {database.Elements("groups")} g join {database.Elements("@memberOf")} m on m.value = g.value))
        """;

    internal static ApprovalView Read(DbDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.GetString(3), row.GetString(4), row.GetString(5), row.Text(6), row.List(7),
        row.List(8), row.Text(9), row.GetString(10), row.Time(11), row.TimeOrNull(12), row.Text(13), row.TimeOrNull(14), row.Text(15),
        row.GetInt32(16), row.GetBoolean(17));
}
