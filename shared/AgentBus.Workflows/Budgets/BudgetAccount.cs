using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AgentBus.Workflows.Budgets;

/// <summary>
/// One account of the ledger: what may be spent, what was, and what is held for attempts under way. Reserve before, settle after, so that any
/// number of attempts at the same time never reserve more than there is. Immutable and pure; the same for every scope (run, workflow, agent,
/// tenant, day).
/// </summary>
public sealed record BudgetAccount(BudgetLimits Limits)
{
    public Spend Spent { get; init; }

    /// <summary>The sum of <see cref="Open"/>.</summary>
    public Spend Reserved { get; init; }

    public ImmutableList<Reservation> Open { get; init; } = [];

    /// <summary>Money that is neither spent nor held; below 0 when an attempt cost more than was held for it. Null = no bound.</summary>
    [JsonIgnore]
    public decimal? LeftUsd => Limits.CostUsd - Spent.CostUsd - Reserved.CostUsd;

    [JsonIgnore]
    public long? LeftTokens => Limits.Tokens - Spent.Tokens - Reserved.Tokens;

    [JsonIgnore]
    public int? LeftRequests => Limits.Requests - Spent.Requests - Reserved.Requests;

    /// <summary>What is in the way of an attempt; null = nothing.</summary>
    /// <param name="mostUsd">What it may cost; null = an equal share of what is left.</param>
    public BudgetMeasure? Refusal(decimal? mostUsd) =>
        LeftUsd is { } usd && (mostUsd > usd || (mostUsd is null && usd <= 0 && (Limits.CostUsd > 0 || usd < 0))) ? BudgetMeasure.Cost
        : LeftTokens <= 0 ? BudgetMeasure.Tokens
        : LeftRequests <= 0 ? BudgetMeasure.Requests
        : null;

    /// <summary>Whether the end of an attempt under way may free some of what is lacking.</summary>
    public bool MayFree(BudgetMeasure measure) => Open.Exists(held => !held.IsOrphan && measure switch
    {
        BudgetMeasure.Cost => held.Amount.CostUsd > 0,
        BudgetMeasure.Tokens => held.Amount.Tokens > 0,
        _ => false,
    });

    /// <summary>
    /// Holds what an attempt may use: <paramref name="mostUsd"/>, or an equal share of what is left, and of the tokens a share. Never more than there
    /// is, even where <see cref="Refusal"/> was overruled.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="attempt">Its attempt; once each.</param>
    /// <param name="mostUsd">What it may cost; null = a share.</param>
    /// <param name="shares">Among how many attempts at the same time the account is shared; those that hold something have had theirs.</param>
    public BudgetAccount Reserve(string step, int attempt, decimal? mostUsd, int shares)
    {
        var left = Math.Max(1, shares - Open.Count);
        var usd = LeftUsd is { } money ? Math.Min(mostUsd ?? Share(money, left), Math.Max(0, money)) : 0;
        var tokens = LeftTokens is { } some ? Math.Max(some > 0 ? 1 : 0, Math.Max(0, some) / left) : 0;
        var requests = LeftRequests is null or > 0 ? 1 : 0;
        var amount = new Spend(usd, tokens, requests);
        return this with { Reserved = Reserved + amount, Open = Open.Add(new Reservation(step, attempt, amount)) };
    }

    /// <summary>What is held for an attempt; null = nothing, or no more.</summary>
    public Reservation? Find(string step, int attempt) => Open.Find(held => held.Attempt == attempt && held.Step == step);

    /// <summary>The attempt ended and used this. An attempt that holds nothing was settled before: nothing changes.</summary>
    public BudgetAccount Settle(string step, int attempt, Spend used) =>
        Find(step, attempt) is { } held ? Without(held) with { Spent = Spent + used } : this;

    /// <summary>The attempt was never sent.</summary>
    public BudgetAccount Release(string step, int attempt) => Find(step, attempt) is { } held ? Without(held) : this;

    /// <summary>Nobody knows whether the attempt will ever end.</summary>
    public BudgetAccount Orphan(string step, int attempt) =>
        Find(step, attempt) is { IsOrphan: false } held ? this with { Open = Open.Replace(held, held with { IsOrphan = true }) } : this;

    /// <summary>There is more to spend.</summary>
    public BudgetAccount Raise(BudgetLimits by) => this with
    {
        Limits = new BudgetLimits(Limits.CostUsd + (by.CostUsd ?? 0), Limits.Tokens + (by.Tokens ?? 0), Limits.Requests + (by.Requests ?? 0)),
    };

    /// <summary>The largest part of a limit that is spent, 0 where nothing has a bound.</summary>
    public double SpentPart() => new[]
    {
        Limits.CostUsd is > 0 and var usd ? (double)(Spent.CostUsd / usd) : 0,
        Limits.Tokens is > 0 and var tokens ? (double)Spent.Tokens / tokens : 0,
        Limits.Requests is > 0 and var requests ? (double)Spent.Requests / requests : 0,
    }.Max();

    // Rounded down to the store's billionths, so that shares never add up to more than there is.
    private static decimal Share(decimal left, int among) => left <= 0 ? 0 : decimal.Floor(left / among * 1_000_000_000m) / 1_000_000_000m;

    private BudgetAccount Without(Reservation held) => this with { Reserved = Reserved - held.Amount, Open = Open.Remove(held) };
}
