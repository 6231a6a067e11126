namespace AgentBus.Models.Budgets;

/// <summary>
/// The ledger's rules on the accounts and reservations that a change needs. No I/O: a store loads the rows under its locks, has the book change them, and writes
/// what changed, so that all stores count alike.
/// </summary>
/// <param name="now">Time of the change.</param>
public sealed class BudgetBook(DateTimeOffset now)
{
    /// <summary>How long after its expiry the true cost of a call is still taken.</summary>
    public static readonly TimeSpan LateFor = TimeSpan.FromDays(1);

    private readonly Dictionary<BudgetScope, BudgetLine> _lines = [];
    private readonly Dictionary<Guid, HeldReservation> _held = [];
    private readonly HashSet<BudgetScope> _changed = [];
    private readonly HashSet<Guid> _put = [];
    private readonly HashSet<Guid> _removed = [];

    /// <summary>Accounts to write.</summary>
    public IEnumerable<BudgetLine> ChangedLines => _changed.Select(scope => _lines[scope]);

    /// <summary>Reservations to write, new ones and changed ones.</summary>
    public IEnumerable<HeldReservation> PutReservations => _put.Select(id => _held[id]);

    /// <summary>Reservations to delete.</summary>
    public IReadOnlyCollection<Guid> RemovedReservations => _removed;

    /// <summary>The account as it is now; a new one where there was none.</summary>
    public BudgetLine this[BudgetScope scope] => _lines.GetValueOrDefault(scope) ?? BudgetLine.New(scope, now);

    /// <summary>Takes in what the store has.</summary>
    public void Load(IEnumerable<BudgetLine> lines, IEnumerable<HeldReservation> held)
    {
        foreach (var line in lines)
        {
            _lines[line.Scope] = line;
        }

        foreach (var reservation in held)
        {
            _held[reservation.Id] = reservation;
        }
    }

    /// <summary>Holds the amount on all accounts or on none.</summary>
    public BudgetReply Reserve(BudgetReservation reservation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reservation.MaxUsd, nameof(reservation));
        if (_held.ContainsKey(reservation.Id))
        {
            return BudgetReply.Granted;
        }

        reservation = reservation with { MaxUsd = Kept(reservation.MaxUsd) };
        var lacking = reservation.Draws.Where(draw => IsShort(draw, reservation.MaxUsd)).ToList();
        if (lacking.Find(draw => !draw.IsSoft) is { } refused)
        {
            return new BudgetReply(Shortage(refused), []);
        }

        var reply = lacking.Count == 0 ? BudgetReply.Granted : new BudgetReply(null, [.. lacking.Select(Shortage)]);
        foreach (var draw in reservation.Draws)
        {
            var line = this[draw.Scope];
            Put(line with { LimitUsd = draw.LimitUsd, ReservedUsd = line.ReservedUsd + reservation.MaxUsd, Calls = line.Calls + 1 });
        }

        Put(new HeldReservation(reservation.Id, [.. reservation.Draws.Select(draw => draw.Scope)], reservation.MaxUsd, reservation.ExpiresAt));
        return reply;
    }

    /// <summary>
    /// Takes the cost and frees the rest. More than was held is taken as it is: then the bound on the call was wrong, and hiding that would not bring the money
    /// back. Unknown or settled before: nothing changes.
    /// </summary>
    public void Settle(Guid id, decimal usd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(usd);
        usd = Kept(usd);
        if (Remove(id) is { } held)
        {
            Move(held, fromReserved: held.IsExpired ? 0 : held.MaxUsd, toSpent: held.IsExpired ? usd - held.MaxUsd : usd);
        }
    }

    /// <summary>Frees all of it.</summary>
    public void Release(Guid id)
    {
        if (Remove(id) is { } held)
        {
            Move(held, fromReserved: held.IsExpired ? 0 : held.MaxUsd, toSpent: held.IsExpired ? -held.MaxUsd : 0, calls: -1);
        }
    }

    /// <summary>Settles at the maximum what nobody told the end of, and after a while gives up waiting for the truth.</summary>
    public void Expire(Guid id)
    {
        if (!_held.TryGetValue(id, out var held) || held.ExpiresAt > now)
        {
            return;
        }

        if (!held.IsExpired)
        {
            Move(held, fromReserved: held.MaxUsd, toSpent: held.MaxUsd);
            Put(held with { IsExpired = true });
        }
        else if (held.ExpiresAt + LateFor <= now)
        {
            Remove(id);
        }
    }

    /// <summary>Adds to a limit.</summary>
    public BudgetLine Raise(BudgetScope scope, decimal usd)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(usd);
        var line = this[scope];
        return Put(line with { RaisedUsd = line.RaisedUsd + Kept(usd) });
    }

    // Billionths of a dollar are what every store keeps.
    private static decimal Kept(decimal usd) => decimal.Round(usd, 9, MidpointRounding.AwayFromZero);

    private bool IsShort(BudgetDraw draw, decimal usd) =>
        draw.LimitUsd is { } limit && this[draw.Scope] is var line && line.SpentUsd + line.ReservedUsd + usd > limit + line.RaisedUsd;

    private BudgetShortage Shortage(BudgetDraw draw)
    {
        var line = this[draw.Scope];
        return new BudgetShortage(draw.Scope, draw.LimitUsd!.Value + line.RaisedUsd, line.SpentUsd, line.ReservedUsd);
    }

    private void Move(HeldReservation held, decimal fromReserved, decimal toSpent, int calls = 0)
    {
        foreach (var scope in held.Scopes)
        {
            var line = this[scope];
            Put(line with { ReservedUsd = line.ReservedUsd - fromReserved, SpentUsd = line.SpentUsd + toSpent, Calls = line.Calls + calls });
        }
    }

    private BudgetLine Put(BudgetLine line)
    {
        _changed.Add(line.Scope);
        return _lines[line.Scope] = line with { UpdatedAt = now };
    }

    private void Put(HeldReservation held)
    {
        _held[held.Id] = held;
        _put.Add(held.Id);
        _removed.Remove(held.Id);
    }

    private HeldReservation? Remove(Guid id)
    {
        if (!_held.Remove(id, out var held))
        {
            return null;
        }

        _put.Remove(id);
        _removed.Add(id);
        return held;
    }
}
