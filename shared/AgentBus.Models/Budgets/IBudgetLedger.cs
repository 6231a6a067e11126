namespace AgentBus.Models.Budgets;

/// <summary>
/// The one ledger of all model gateways on a store. Money is held before a call and settled after it, so that any number of callers at the same time never spend
/// more than there is. Every change is whole or not at all, and kept when the call returns.
/// </summary>
public interface IBudgetLedger
{
    /// <summary>Holds an amount on every account of the reservation, or on none. Repeated with the same id it changes nothing.</summary>
    Task<BudgetReply> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken);

    /// <summary>
    /// The call ended and cost this; what was held beyond it is free again. Once: again has no effect. After the expiry it corrects the maximum that was
    /// taken then, for <see cref="BudgetBook.LateFor"/>.
    /// </summary>
    Task SettleAsync(Guid id, decimal usd, CancellationToken cancellationToken);

    /// <summary>The call never started: all that was held is free again.</summary>
    Task ReleaseAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A person adds to an account's limit, also before the first call draws on it. Returns the account as it is then.</summary>
    Task<BudgetLine> RaiseAsync(BudgetScope scope, decimal usd, CancellationToken cancellationToken);

    /// <summary>Accounts in the order of their ids.</summary>
    Task<IReadOnlyList<BudgetLine>> ReadAsync(BudgetQuery query, CancellationToken cancellationToken);

    /// <summary>The accounts of these scopes that there are, in any order.</summary>
    Task<IReadOnlyList<BudgetLine>> ReadAsync(IReadOnlyList<BudgetScope> scopes, CancellationToken cancellationToken);

    /// <summary>
    /// Settles at their maximum what has expired, and forgets accounts of runs and steps that did not change since <paramref name="keptSince"/>. Any number of
    /// processes may do so at once. Returns how many reservations expired; with <paramref name="limit"/> of them there may be more.
    /// </summary>
    Task<int> SweepAsync(DateTimeOffset now, DateTimeOffset keptSince, int limit, CancellationToken cancellationToken);
}
