using System.Data.Common;
using AgentBus.Models.Budgets;
using AgentBus.Storage.Data;

namespace AgentBus.Storage.Budgets;

/// <summary>Accounts and reservations as rows, inside one transaction. Rows are locked in one order everywhere: reservations, then accounts by their scope.</summary>
internal sealed class BudgetRows(Database database, Statements statements)
{
    public const string Lines = "select l.scope, l.limit_usd, l.raised_usd, l.spent_usd, l.reserved_usd, l.calls, l.updated_at from budget_lines l";

    private const string Held = "select h.id, h.scopes, h.max_usd, h.expires_at, h.is_expired from budget_reservations h";

    public async Task<IReadOnlyList<HeldReservation>> HeldAsync(IReadOnlyList<Guid> ids) => ids.Count == 0 ? [] : await statements.QueryAsync(
        $"{Held} where {database.IsOneOf("h.id", $"select i.id from {database.Ids("@ids")} i")} order by h.id {database.ForUpdateOf("h")}",
        new { ids = database.IdList(ids) },
        ReadHeld);

    /// <summary>What is due and no other process has taken.</summary>
    public Task<IReadOnlyList<HeldReservation>> DueAsync(DateTimeOffset now, int limit) => statements.QueryAsync(
        $"{Held} where h.due_at <= @now order by h.due_at limit @limit {database.SkipLocked}", new { now = database.Time(now), limit }, ReadHeld);

    /// <summary>The accounts, made where they are missing, and nobody else's until the transaction ends.</summary>
    public async Task<IReadOnlyList<BudgetLine>> LockAsync(IReadOnlyCollection<BudgetScope> scopes, DateTimeOffset now)
    {
        if (scopes.Count == 0)
            return [];
        // Written even where they are there, because that takes their locks in the order of the rows.
        await WriteAsync(scopes.Select(scope => new BudgetLine(scope, null, 0, 0, 0, 0, now)), "calls = budget_lines.calls");
        return await statements.QueryAsync(
            $"{Lines} where {database.IsOneOf("l.scope", $"select e.value from {database.Elements("@scopes")} e")}",
            new { scopes = Values.List([.. scopes.Select(scope => scope.Id)]) },
            ReadLine);
    }

    public async Task SaveAsync(BudgetBook book)
    {
        await WriteAsync(
            book.ChangedLines,
            """
            limit_usd = excluded.limit_usd, raised_usd = excluded.raised_usd, spent_usd = excluded.spent_usd, reserved_usd = excluded.reserved_usd,
              calls = excluded.calls, updated_at = excluded.updated_at
            """);
        await PutAsync([.. book.PutReservations]);
        if (book.RemovedReservations.Count > 0)
            await statements.ExecuteAsync(
                $"delete from budget_reservations where {database.IsOneOf("id", $"select i.id from {database.Ids("@ids")} i")}",
                new { ids = database.IdList([.. book.RemovedReservations]) });
    }

    public static BudgetLine ReadLine(DbDataReader row) => new(
        BudgetScope.Parse(row.GetString(0)), row.IsDBNull(1) ? null : row.Usd(1), row.Usd(2), row.Usd(3), row.Usd(4), row.GetInt64(5), row.Time(6));

    private static HeldReservation ReadHeld(DbDataReader row) =>
        new(row.GetGuid(0), [.. row.List(1).Select(BudgetScope.Parse)], row.Usd(2), row.Time(3), row.GetBoolean(4));

    private async Task WriteAsync(IEnumerable<BudgetLine> lines, string update)
    {
        BudgetLine[] rows = [.. lines.OrderBy(line => line.Scope.Id, StringComparer.Ordinal)];
        if (rows.Length == 0)
            return;
        var columns = new RowColumns(rows.Length);
        columns.Add("scope", "text", rows.Select(line => line.Scope.Id));
        columns.Add("kind", "text", rows.Select(line => line.Scope.KindName));
        columns.Add("tenant", "text", rows.Select(line => line.Scope.Tenant));
        columns.Add("key", "text", rows.Select(line => line.Scope.Key));
        columns.Add("limit_usd", "numeric", rows.Select(line => line.LimitUsd));
        columns.Add("raised_usd", "numeric", rows.Select(line => line.RaisedUsd));
        columns.Add("spent_usd", "numeric", rows.Select(line => line.SpentUsd));
        columns.Add("reserved_usd", "numeric", rows.Select(line => line.ReservedUsd));
        columns.Add("calls", "bigint", rows.Select(line => line.Calls));
        columns.Add("updated_at", "timestamptz", rows.Select(line => line.UpdatedAt.ToUniversalTime()));
        await database.WriteRowsAsync(
            statements,
            s => $"""
                insert into budget_lines (scope, kind, tenant, key, limit_usd, raised_usd, spent_usd, reserved_usd, calls, opened_at, updated_at)
                select s.scope, s.kind, s.tenant, s.key, s.limit_usd, s.raised_usd, s.spent_usd, s.reserved_usd, s.calls, s.updated_at, s.updated_at
                from {s} where true order by s.scope collate "{database.Bytewise}"
                on conflict (scope) do update set {update}
                """,
            columns);
    }

    private async Task PutAsync(IReadOnlyList<HeldReservation> rows)
    {
        if (rows.Count == 0)
            return;
        var columns = new RowColumns(rows.Count);
        columns.Add("id", "uuid", rows.Select(held => held.Id));
        columns.Add("scopes", "text", rows.Select(held => Values.List([.. held.Scopes.Select(scope => scope.Id)])));
        columns.Add("max_usd", "numeric", rows.Select(held => held.MaxUsd));
        columns.Add("expires_at", "timestamptz", rows.Select(held => held.ExpiresAt.ToUniversalTime()));
        columns.Add("due_at", "timestamptz", rows.Select(held => (held.IsExpired ? held.ExpiresAt + BudgetBook.LateFor : held.ExpiresAt).ToUniversalTime()));
        columns.Add("is_expired", "boolean", rows.Select(held => held.IsExpired));
        await database.WriteRowsAsync(
            statements,
            s => $"""
                insert into budget_reservations (id, scopes, max_usd, expires_at, due_at, is_expired)
                select s.id, s.scopes, s.max_usd, s.expires_at, s.due_at, s.is_expired from {s} where true
                on conflict (id) do update set due_at = excluded.due_at, is_expired = excluded.is_expired
                """,
            columns);
    }
}
