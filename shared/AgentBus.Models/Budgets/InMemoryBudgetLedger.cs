namespace AgentBus.Models.Budgets;

/// <summary>The default ledger: this process only, gone at its end. Its limits hold for this process alone.</summary>
internal sealed class InMemoryBudgetLedger(TimeProvider time) : IBudgetLedger
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, BudgetLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HeldReservation> _held = [];

    public Task<BudgetReply> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken) =>
        Task.FromResult(Change(reservation.Draws.Select(draw => draw.Scope), [reservation.Id], book => book.Reserve(reservation)));

    public Task SettleAsync(Guid id, decimal usd, CancellationToken cancellationToken) => End(id, book => book.Settle(id, usd));

    public Task ReleaseAsync(Guid id, CancellationToken cancellationToken) => End(id, book => book.Release(id));

    public Task<BudgetLine> RaiseAsync(BudgetScope scope, decimal usd, CancellationToken cancellationToken) =>
        Task.FromResult(Change([scope], [], book => book.Raise(scope, usd)));

    public Task<IReadOnlyList<BudgetLine>> ReadAsync(BudgetQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<BudgetLine>>([.. _lines
                .Where(pair => query.After is null || string.CompareOrdinal(pair.Key, query.After) > 0)
                .Select(pair => pair.Value)
                .Where(line => (query.Tenant is null || line.Scope.Tenant == query.Tenant) && (query.Kind is null || line.Scope.Kind == query.Kind)
                    && (query.Key is null || line.Scope.Key.StartsWith(query.Key, StringComparison.Ordinal)))
                .Take(query.Limit)]);
        }
    }

    public Task<IReadOnlyList<BudgetLine>> ReadAsync(IReadOnlyList<BudgetScope> scopes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<BudgetLine>>([.. scopes.Select(scope => _lines.GetValueOrDefault(scope.Id)).OfType<BudgetLine>()]);
        }
    }

    public Task<int> SweepAsync(DateTimeOffset now, DateTimeOffset keptSince, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var overdue = _held.Values.Where(held => (held.IsExpired ? held.ExpiresAt + BudgetBook.LateFor : held.ExpiresAt) <= now).OrderBy(held => held.ExpiresAt).Take(limit).ToList();
            foreach (var held in overdue)
            {
                Change(held.Scopes, [held.Id], book =>
                {
                    book.Expire(held.Id);
                    return 0;
                }, now);
            }

            foreach (var (id, _) in _lines.Where(pair => pair.Value is { Scope.Kind: BudgetScopeKind.Run or BudgetScopeKind.Step, ReservedUsd: 0 } line && line.UpdatedAt < keptSince).ToList())
            {
                _lines.Remove(id);
            }

            return Task.FromResult(overdue.Count(held => !held.IsExpired));
        }
    }

    private Task<int> End(Guid id, Action<BudgetBook> end)
    {
        lock (_gate)
        {
            return Task.FromResult(Change(_held.GetValueOrDefault(id)?.Scopes ?? [], [id], book =>
            {
                end(book);
                return 0;
            }));
        }
    }

    private T Change<T>(IEnumerable<BudgetScope> scopes, IReadOnlyList<Guid> ids, Func<BudgetBook, T> change, DateTimeOffset? at = null)
    {
        lock (_gate)
        {
            var book = new BudgetBook(at ?? time.GetUtcNow());
            book.Load(
                scopes.Select(scope => _lines.GetValueOrDefault(scope.Id)).OfType<BudgetLine>(), ids.Select(id => _held.GetValueOrDefault(id)).OfType<HeldReservation>());
            var result = change(book);
            foreach (var line in book.ChangedLines)
            {
                _lines[line.Scope.Id] = line;
            }

            foreach (var held in book.PutReservations)
            {
                _held[held.Id] = held;
            }

            foreach (var id in book.RemovedReservations)
            {
                _held.Remove(id);
            }

            return result;
        }
    }
}
