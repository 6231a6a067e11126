using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Budgets;

/// <summary>Where calls get their money: it knows which accounts a call draws on and what their limits ask for, the ledger only counts.</summary>
internal sealed class BudgetDesk(IBudgetLedger ledger, BudgetEnds ends, IOptionsMonitor<ModelsOptions> options, TimeProvider time, ILogger<BudgetDesk> logger)
{
    /// <summary>How often it is worth asking again where a person, or a change of the configuration, is waited for.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    /// <summary>Nobody is sent away for longer, so that a raise is soon noticed.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>Beyond the longest that a call can take: the time in which its end is written down.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private volatile Planned? _planned;

    /// <summary>Holds what a call may cost at most. A free call asks nobody.</summary>
    /// <param name="caller">For whom.</param>
    /// <param name="mostUsd">The most it can cost.</param>
    /// <param name="longest">The longest it can take: after that, and a margin, its end counts as unknown and the most is taken.</param>
    /// <param name="cancellationToken">Looked at after the ledger answered: an answer that is not waited for would leave money held.</param>
    /// <exception cref="ModelException">The ledger cannot be reached.</exception>
    public async Task<BudgetAnswer> HoldAsync(BudgetCaller caller, decimal mostUsd, TimeSpan longest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var usd = Up(mostUsd);
        if (usd == 0)
        {
            return new BudgetAnswer(new BudgetHold(this, null, 0, []), null);
        }

        if (caller is { Step: null, MaxCostUsd: { } own } && usd > own)
        {
            return Refused(new BudgetShortage(BudgetScope.Of(BudgetScopeKind.Step, caller.Tenant, "(this call)"), own, 0, 0), usd, OnExceed.Downgrade, null);
        }

        var now = time.GetUtcNow();
        var plan = Plan().Of(caller, now);
        var reservation = new BudgetReservation(Guid.CreateVersion7(now), [.. plan.Select(p => p.Draw)], usd, now + longest + Margin);
        var reply = await ReserveAsync(reservation);
        if (reply.Refused is { } shortage)
        {
            var draw = plan.First(p => p.Draw.Scope == shortage.Scope);
            return Refused(shortage, usd, draw.OnExceed, RetryAfter(draw, now));
        }

        var hold = new BudgetHold(this, reservation.Id, usd, reply.Exceeded);
        foreach (var exceeded in reply.Exceeded)
        {
            BudgetTelemetry.Count(exceeded.Scope.Kind, OnExceed.Warn);
            Log.BudgetExceeded(logger, exceeded.Scope.ToString(), exceeded.LimitUsd, exceeded.SpentUsd, exceeded.ReservedUsd);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            await hold.ReleaseAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new BudgetAnswer(hold, null);
    }

    /// <summary>What a call may cost now at most by its hard limits, for choosing a model; null = there is none. Only a reservation makes sure of it.</summary>
    public async Task<decimal?> LeftAsync(BudgetCaller caller, CancellationToken cancellationToken)
    {
        var own = caller.Step is null ? caller.MaxCostUsd : null;
        var limits = Plan().Of(caller, time.GetUtcNow()).Where(p => p is { Draw: { LimitUsd: not null, IsSoft: false } }).ToDictionary(p => p.Draw.Scope, p => p.Draw.LimitUsd!.Value);
        if (limits.Count == 0)
        {
            return own;
        }

        var lines = (await ReadAsync([.. limits.Keys], cancellationToken)).ToDictionary(line => line.Scope);
        var left = limits.Min(pair => lines.TryGetValue(pair.Key, out var line) ? pair.Value + line.RaisedUsd - line.SpentUsd - line.ReservedUsd : pair.Value);
        return Math.Max(0, own is { } most ? Math.Min(most, left) : left);
    }

    internal Task SettleAsync(Guid id, decimal usd, decimal maxUsd)
    {
        if (usd > maxUsd)
        {
            Log.CostOverBound(logger, usd, maxUsd);
        }

        return ends.TellAsync(id, usd);
    }

    internal Task ReleaseAsync(Guid id) => ends.TellAsync(id, null);

    /// <summary>Whether a reservation was made whose answer did not come is not known: it is released when the store is back.</summary>
    private async Task<BudgetReply> ReserveAsync(BudgetReservation reservation)
    {
        try
        {
            return await ledger.ReserveAsync(reservation, CancellationToken.None);
        }
        catch (Exception e) when (BudgetEnds.IsAway(e))
        {
            ends.Later(reservation.Id, null);
            throw Away(e);
        }
    }

    private static ModelException Away(Exception e) => new(
        new ModelError(ModelErrorCodes.BudgetUnavailable, 503, "The budget ledger cannot be reached, so nothing is spent; try again when the store is back."), e);

    private async Task<IReadOnlyList<BudgetLine>> ReadAsync(IReadOnlyList<BudgetScope> scopes, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.ReadAsync(scopes, cancellationToken);
        }
        catch (Exception e) when (BudgetEnds.IsAway(e))
        {
            throw Away(e);
        }
    }

    private static BudgetAnswer Refused(BudgetShortage shortage, decimal usd, OnExceed onExceed, TimeSpan? retryAfter)
    {
        BudgetTelemetry.Count(shortage.Scope.Kind, onExceed);
        return new BudgetAnswer(null, new BudgetRefusal(shortage, usd, onExceed, retryAfter));
    }

    private static TimeSpan RetryAfter(PlannedDraw draw, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        TimeSpan? untilAnew = draw.Period switch
        {
            BudgetPeriod.Day => today.AddDays(1) - now,
            BudgetPeriod.Month => today.AddDays(1 - today.Day).AddMonths(1) - now,
            _ => null,
        };
        return draw.OnExceed == OnExceed.Pause && untilAnew is { } rest ? TimeSpan.FromTicks(Math.Min(rest.Ticks, LongestPause.Ticks)) : AskAgain;
    }

    /// <summary>To the next billionth of a dollar, so that what is kept is never less than what is meant.</summary>
    private static decimal Up(decimal usd) => decimal.Ceiling(usd * 1_000_000_000m) / 1_000_000_000m;

    /// <summary>A reload of the configuration brings another list.</summary>
    private BudgetPlan Plan()
    {
        var rules = options.CurrentValue.Budgets;
        if (_planned is { } known && ReferenceEquals(known.Rules, rules))
        {
            return known.Plan;
        }

        var plan = new BudgetPlan(rules);
        _planned = new Planned(rules, plan);
        return plan;
    }

    private sealed record Planned(IList<BudgetOptions> Rules, BudgetPlan Plan);
}
