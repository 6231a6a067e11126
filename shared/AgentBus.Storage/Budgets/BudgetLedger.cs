using AgentBus.Models.Budgets;
using AgentBus.Storage.Data;
using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Budgets;

/// <summary>
/// The ledger on either database. Changes that are asked for at the same time are one transaction: all calls of a tenant draw on its account, and one commit for
/// each would be as many calls a second as the disk has writes.
/// </summary>
internal sealed class BudgetLedger : IBudgetLedger
{
    private const int MaxTogether = 256;

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly GroupReader<LedgerChange, object?> _changes;

    public BudgetLedger(Database database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _changes = new GroupReader<LedgerChange, object?>(MaxTogether, readers: 1, ChangeAsync);
    }

    public async Task<BudgetReply> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken) =>
        (BudgetReply)(await _changes.ReadAsync(
            new LedgerChange(reservation.Id, [.. reservation.Draws.Select(draw => draw.Scope)], book => book.Reserve(reservation)), cancellationToken))!;

    public Task SettleAsync(Guid id, decimal usd, CancellationToken cancellationToken) => EndAsync(id, book => book.Settle(id, usd), cancellationToken);

    public Task ReleaseAsync(Guid id, CancellationToken cancellationToken) => EndAsync(id, book => book.Release(id), cancellationToken);

    public async Task<BudgetLine> RaiseAsync(BudgetScope scope, decimal usd, CancellationToken cancellationToken) =>
        (BudgetLine)(await _changes.ReadAsync(new LedgerChange(null, [scope], book => book.Raise(scope, usd)), cancellationToken))!;

    public Task<IReadOnlyList<BudgetLine>> ReadAsync(BudgetQuery query, CancellationToken cancellationToken)
    {
        var conditions = new Conditions("true", new { limit = query.Limit });
        conditions.Add("l.tenant = @tenant", "tenant", query.Tenant);
        conditions.Add("l.kind = @kind", "kind", query.Kind is { } kind ? BudgetScope.NameOf(kind) : null);
        conditions.Add("substr(l.key, 1, length(@key)) = @key", "key", query.Key);
        conditions.Add("l.scope > @after", "after", query.After);
        return _database.SearchAsync(
            $"{BudgetRows.Lines} where {conditions} order by l.scope limit @limit", conditions.Parameters, BudgetRows.ReadLine, cancellationToken);
    }

    public Task<IReadOnlyList<BudgetLine>> ReadAsync(IReadOnlyList<BudgetScope> scopes, CancellationToken cancellationToken) => _database.QueryAsync(
        $"{BudgetRows.Lines} where {_database.IsOneOf("l.scope", $"select e.value from {_database.Elements("@scopes")} e")}",
        new { scopes = Values.List([.. scopes.Select(scope => scope.Id)]) },
        BudgetRows.ReadLine,
        cancellationToken);

    public async Task<int> SweepAsync(DateTimeOffset now, DateTimeOffset keptSince, int limit, CancellationToken cancellationToken)
    {
        var expired = await _database.WriteAsync(
            async statements =>
            {
                var rows = new BudgetRows(_database, statements);
                var due = await rows.DueAsync(now, limit);
                var book = new BudgetBook(now);
                book.Load(await rows.LockAsync(Scopes(due), now), due);
                foreach (var held in due)
                    book.Expire(held.Id);
                await rows.SaveAsync(book);
                return due.Count(held => !held.IsExpired);
            },
            cancellationToken);
        await _database.ExecuteAsync(
            $"""
            delete from budget_lines where scope in
              (select scope from budget_lines where kind in ('run', 'step') and opened_at < @since and updated_at < @since and reserved_usd = 0
               order by opened_at limit @limit {_database.SkipLocked})
            """,
            new { since = _database.Time(keptSince), limit },
            cancellationToken);
        return expired;
    }

    private static HashSet<BudgetScope> Scopes(IEnumerable<HeldReservation> held) => [.. held.SelectMany(reservation => reservation.Scopes)];

    private Task<object?> EndAsync(Guid id, Action<BudgetBook> end, CancellationToken cancellationToken) => _changes.ReadAsync(
        new LedgerChange(
            id,
            [],
            book =>
            {
                end(book);
                return null;
            }),
        cancellationToken);

    /// <summary>Whoever gives up does not stop the others, so nothing is cancelled here.</summary>
    private Task<IReadOnlyList<object?>> ChangeAsync(IReadOnlyList<LedgerChange> changes) => _database.WriteAsync<IReadOnlyList<object?>>(
        async statements =>
        {
            var (now, rows) = (_clock.GetUtcNow(), new BudgetRows(_database, statements));
            var held = await rows.HeldAsync([.. changes.Select(change => change.Reservation).OfType<Guid>().Distinct().Order()]);
            var scopes = Scopes(held);
            scopes.UnionWith(changes.SelectMany(change => change.Scopes));
            var book = new BudgetBook(now);
            book.Load(await rows.LockAsync(scopes, now), held);
            object?[] answers = [.. changes.Select(change => change.Apply(book))];
            await rows.SaveAsync(book);
            return answers;
        },
        CancellationToken.None);
}
