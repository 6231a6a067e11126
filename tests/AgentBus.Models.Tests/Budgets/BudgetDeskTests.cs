using System.Data.Common;
using AgentBus.Models.Budgets;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Tests.Budgets;

/// <summary>What a call gets, and what it is told, when its money runs out.</summary>
public sealed class BudgetDeskTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly BudgetCaller Acme = new("acme");
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 11, 22, 20, 0, 0, TimeSpan.Zero));
    private readonly InMemoryBudgetLedger _ledger;

    public BudgetDeskTests() => _ledger = new InMemoryBudgetLedger(_clock);

    [Theory]
    [InlineData(OnExceed.Stop, ModelErrorCodes.BudgetExceeded, 402, null)]
    [InlineData(OnExceed.Downgrade, ModelErrorCodes.BudgetExceeded, 402, null)]
    [InlineData(OnExceed.Approve, ModelErrorCodes.BudgetAwaitsApproval, 429, 60)]
    [InlineData(OnExceed.Pause, ModelErrorCodes.BudgetPaused, 429, 900)]
    public async Task A_call_without_room_is_told_what_its_limit_asks_for(OnExceed onExceed, string code, int status, int? retryAfter)
    {
        var desk = Desk(Rule(BudgetScopeKind.Day, 1m, onExceed));
        await (await desk.HoldAsync(Acme, 0.9m, Minute, default)).Hold!.SettleAsync(0.8m);

        var refusal = (await desk.HoldAsync(Acme, 0.3m, Minute, default)).Refusal!;

        var error = refusal.ToException().Error;
        (error.Code, error.Status, error.RetryAfter?.TotalSeconds).ShouldBe((code, status, retryAfter));
        error.Message.ShouldContain("The budget of day 2026-11-22 of tenant acme has no room for this call: $1 may be spent, $0.8 was and $0 is held for calls under way; this one may cost $0.3");
        refusal.MayDowngrade.ShouldBe(onExceed == OnExceed.Downgrade);
        (await _ledger.ReadAsync(new BudgetQuery(), default)).ShouldAllBe(line => line.ReservedUsd == 0);
        (await desk.HoldAsync(Acme, 0.2m, Minute, default)).Hold.ShouldNotBeNull("there is room for a smaller one");
    }

    [Fact]
    public async Task A_limit_that_warns_lets_the_call_go_and_tells()
    {
        var hold = (await Desk(Rule(BudgetScopeKind.Day, 1m, OnExceed.Warn)).HoldAsync(Acme, 2m, Minute, default)).Hold!;
        hold.Exceeded.Single().LimitUsd.ShouldBe(1m);
    }

    [Fact]
    public async Task A_day_that_is_used_up_begins_anew_at_midnight()
    {
        var desk = Desk(Rule(BudgetScopeKind.Day, 1m, OnExceed.Pause));
        await (await desk.HoldAsync(Acme, 1m, Minute, default)).Hold!.SettleAsync(1m);
        _clock.Now = _clock.Now.AddHours(3).AddMinutes(50);
        var wait = (await desk.HoldAsync(Acme, 1m, Minute, default)).Refusal!.RetryAfter!.Value;
        wait.ShouldBe(TimeSpan.FromMinutes(10));
        _clock.Now += wait;
        (await desk.HoldAsync(Acme, 1m, Minute, default)).Hold.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_raise_lets_waiting_calls_go()
    {
        var desk = Desk(Rule(BudgetScopeKind.Tenant, 1m, OnExceed.Approve));
        var refusal = (await desk.HoldAsync(Acme, 2m, Minute, default)).Refusal!;
        refusal.ToException().Error.Message.ShouldContain("'agentbus budgets raise tenant/acme/ <usd>'");
        await _ledger.RaiseAsync(BudgetScope.Parse("tenant/acme/"), 1m, default);
        (await desk.HoldAsync(Acme, 2m, Minute, default)).Hold.ShouldNotBeNull();
    }

    [Fact]
    public async Task Calls_of_an_attempt_draw_on_what_its_dispatch_reserved()
    {
        var attempt = new BudgetCaller("acme", "r1", "/do/0#1", 1, MaxCostUsd: 1m);
        var desk = Desk();
        (await desk.LeftAsync(attempt, default)).ShouldBe(1m);
        await (await desk.HoldAsync(attempt, 0.75m, Minute, default)).Hold!.SettleAsync(0.5m);
        (await desk.LeftAsync(attempt, default)).ShouldBe(0.5m);
        (await desk.HoldAsync(attempt, 0.75m, Minute, default)).Refusal!.MayDowngrade.ShouldBeTrue("a cheaper model may fit");
        (await desk.LeftAsync(attempt with { Attempt = 2 }, default)).ShouldBe(1m);
        (await desk.LeftAsync(Acme, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_call_of_its_own_is_held_to_the_most_it_names()
    {
        var desk = Desk();
        (await desk.HoldAsync(Acme with { MaxCostUsd = 0.1m }, 0.2m, Minute, default)).Refusal.ShouldNotBeNull();
        (await desk.LeftAsync(Acme with { MaxCostUsd = 0.1m }, default)).ShouldBe(0.1m);
    }

    [Fact]
    public async Task A_hold_ends_once_and_a_free_call_asks_nobody()
    {
        var desk = Desk();
        var hold = (await desk.HoldAsync(Acme, 1m, Minute, default)).Hold!;
        await hold.SettleAsync(0.25m);
        await hold.ReleaseAsync();
        (await desk.HoldAsync(Acme, 0m, Minute, default)).Hold!.MaxUsd.ShouldBe(0m);
        (await _ledger.ReadAsync(new BudgetQuery(Kind: BudgetScopeKind.Tenant), default)).Single().ShouldSatisfyAllConditions(
            line => line.SpentUsd.ShouldBe(0.25m), line => line.Calls.ShouldBe(1));
    }

    [Fact]
    public async Task A_call_that_was_given_up_holds_nothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Desk().HoldAsync(Acme, 1m, Minute, gone.Token));
        (await _ledger.ReadAsync(new BudgetQuery(), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_gateway_held_is_taken_as_spent()
    {
        var desk = Desk();
        _ = await desk.HoldAsync(Acme, 1m, Minute, default);
        var keeper = new BudgetKeeper(_ledger, Ends(_ledger), Options(), _clock, NullLogger<BudgetKeeper>.Instance);
        await keeper.SweepAsync(default);
        (await SpentAsync()).ShouldBe(0m);
        _clock.Now += TimeSpan.FromMinutes(3);
        await keeper.SweepAsync(default);
        (await SpentAsync()).ShouldBe(1m);
    }

    [Fact]
    public async Task Without_its_ledger_nothing_is_spent()
    {
        var away = new AwayLedger(_ledger) { IsAway = true };
        var desk = new BudgetDesk(away, Ends(away), Options(), _clock, NullLogger<BudgetDesk>.Instance);
        (await Should.ThrowAsync<ModelException>(() => desk.HoldAsync(Acme, 1m, Minute, default))).Error.ShouldSatisfyAllConditions(
            error => error.Code.ShouldBe(ModelErrorCodes.BudgetUnavailable), error => error.Status.ShouldBe(503));
        (await desk.HoldAsync(Acme, 0m, Minute, default)).Hold.ShouldNotBeNull("what costs nothing needs no ledger");
    }

    [Fact]
    public async Task Ends_that_could_not_be_told_are_told_when_the_store_is_back()
    {
        var away = new AwayLedger(_ledger);
        var ends = Ends(away);
        var desk = new BudgetDesk(away, ends, Options(), _clock, NullLogger<BudgetDesk>.Instance);
        var (paid, unmade) = ((await desk.HoldAsync(Acme, 1m, Minute, default)).Hold!, (await desk.HoldAsync(Acme, 2m, Minute, default)).Hold!);
        away.IsAway = true;
        await paid.SettleAsync(0.25m);
        await unmade.ReleaseAsync();
        away.IsLost = true;
        await Should.ThrowAsync<ModelException>(() => desk.HoldAsync(Acme, 4m, Minute, default));
        (await TenantAsync()).ReservedUsd.ShouldBe(7m, "the last one was made, but its answer was lost");

        (away.IsAway, away.IsLost) = (false, false);
        await new BudgetKeeper(away, ends, Options(), _clock, NullLogger<BudgetKeeper>.Instance).SweepAsync(default);
        (await TenantAsync()).ShouldSatisfyAllConditions(line => line.ReservedUsd.ShouldBe(0m), line => line.SpentUsd.ShouldBe(0.25m));
    }

    private async Task<BudgetLine> TenantAsync() => (await _ledger.ReadAsync(new BudgetQuery(Kind: BudgetScopeKind.Tenant), default)).Single();

    private static BudgetEnds Ends(IBudgetLedger ledger) => new(ledger, NullLogger<BudgetEnds>.Instance);

    private async Task<decimal> SpentAsync() => (await _ledger.ReadAsync(new BudgetQuery(Kind: BudgetScopeKind.Tenant), default)).Sum(line => line.SpentUsd);

    private BudgetDesk Desk(params BudgetOptions[] rules) => new(_ledger, Ends(_ledger), Options(rules), _clock, NullLogger<BudgetDesk>.Instance);

    private static BudgetOptions Rule(BudgetScopeKind scope, decimal usd, OnExceed onExceed) => new() { Scope = scope, LimitUsd = usd, OnExceed = onExceed };

    private static SetOptions Options(params BudgetOptions[] rules)
    {
        var options = new ModelsOptions();
        foreach (var rule in rules)
        {
            options.Budgets.Add(rule);
        }

        return new SetOptions(options);
    }

    private sealed class SetOptions(ModelsOptions value) : IOptionsMonitor<ModelsOptions>
    {
        public ModelsOptions CurrentValue => value;

        public ModelsOptions Get(string? name) => value;

        public IDisposable? OnChange(Action<ModelsOptions, string?> listener) => null;
    }

    /// <summary>A store that may be down, or lose its answer after the change.</summary>
    private sealed class AwayLedger(IBudgetLedger inner) : IBudgetLedger
    {
        public bool IsAway { get; set; }

        public bool IsLost { get; set; }

        public async Task<BudgetReply> ReserveAsync(BudgetReservation reservation, CancellationToken cancellationToken)
        {
            if (IsLost)
            {
                await inner.ReserveAsync(reservation, cancellationToken);
            }

            return IsAway ? throw new Away() : await inner.ReserveAsync(reservation, cancellationToken);
        }

        public Task SettleAsync(Guid id, decimal usd, CancellationToken cancellationToken) => IsAway ? throw new Away() : inner.SettleAsync(id, usd, cancellationToken);

        public Task ReleaseAsync(Guid id, CancellationToken cancellationToken) => IsAway ? throw new Away() : inner.ReleaseAsync(id, cancellationToken);

        public Task<BudgetLine> RaiseAsync(BudgetScope scope, decimal usd, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<BudgetLine>> ReadAsync(BudgetQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<BudgetLine>> ReadAsync(IReadOnlyList<BudgetScope> scopes, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> SweepAsync(DateTimeOffset now, DateTimeOffset keptSince, int limit, CancellationToken cancellationToken) =>
            inner.SweepAsync(now, keptSince, limit, cancellationToken);
    }

    private sealed class Away() : DbException("connection refused");
}
