using AgentBus.Models.Budgets;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Money is held before a call and settled after it, and no number of callers spends more than there is.</summary>
public abstract class BudgetLedgerTests : StoreTest
{
    private static readonly BudgetScope Day = BudgetScope.Of(BudgetScopeKind.Day, Given.Tenant, "2026-03-01");
    private static readonly BudgetScope Agent = BudgetScope.Of(BudgetScopeKind.Agent, Given.Tenant, "research");

    private IBudgetLedger Ledger => Process.GetRequiredService<IBudgetLedger>();

    [Fact]
    public async Task What_is_held_is_settled_and_the_rest_is_free_again()
    {
        var id = await HeldAsync(1m, (Day, 2m), (Agent, null));
        (await LineAsync(Day)).ShouldBe((2m, 0m, 1m, 1L));

        await Ledger.SettleAsync(id, 0.25m, default);
        (await LineAsync(Day)).ShouldBe((2m, 0.25m, 0m, 1L));
        (await LineAsync(Agent)).ShouldBe((null, 0.25m, 0m, 1L));

        await Ledger.SettleAsync(id, 0.75m, default);
        await Ledger.ReleaseAsync(id, default);
        (await LineAsync(Day)).ShouldBe((2m, 0.25m, 0m, 1L), "settled once");
    }

    [Fact]
    public async Task A_reservation_without_room_on_one_account_holds_nothing_on_any()
    {
        await HeldAsync(0.6m, (Day, 1m));

        var refused = (await ReserveAsync(Guid.NewGuid(), 0.5m, (Agent, 5m), (Day, 1m))).Refused;

        refused.ShouldBe(new BudgetShortage(Day, 1m, 0m, 0.6m));
        refused!.LeftUsd.ShouldBe(0.4m);
        (await LineAsync(Agent)).ReservedUsd.ShouldBe(0m);
        (await ReserveAsync(Guid.NewGuid(), 0.4m, (Agent, 5m), (Day, 1m))).IsGranted.ShouldBeTrue("exactly what is left");
    }

    [Fact]
    public async Task A_released_reservation_was_never_there()
    {
        var id = await HeldAsync(1m, (Day, 1m));
        await Ledger.ReleaseAsync(id, default);
        await Ledger.ReleaseAsync(id, default);
        (await LineAsync(Day)).ShouldBe((1m, 0m, 0m, 0L));
    }

    [Fact]
    public async Task A_reservation_repeated_is_held_once()
    {
        var id = await HeldAsync(1m, (Day, 1m));
        (await ReserveAsync(id, 1m, (Day, 1m))).IsGranted.ShouldBeTrue();
        (await LineAsync(Day)).ReservedUsd.ShouldBe(1m);
    }

    [Fact]
    public async Task A_soft_limit_is_told_of_and_a_limit_of_today_counts_not_that_of_yesterday()
    {
        var soft = new BudgetReservation(Guid.NewGuid(), [new BudgetDraw(Day, 1m, IsSoft: true)], 3m, Given.Now.AddHours(1));
        var reply = await Ledger.ReserveAsync(soft, default);
        reply.IsGranted.ShouldBeTrue();
        reply.Exceeded.Single().Scope.ShouldBe(Day);

        (await ReserveAsync(Guid.NewGuid(), 1m, (Day, 3.5m))).Refused!.LimitUsd.ShouldBe(3.5m);
        (await ReserveAsync(Guid.NewGuid(), 1m, (Day, 4m))).IsGranted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_raise_adds_to_the_limit_also_before_the_first_call()
    {
        (await Ledger.RaiseAsync(Day, 2m, default)).RaisedUsd.ShouldBe(2m);
        await HeldAsync(3m, (Day, 1m));
        (await ReserveAsync(Guid.NewGuid(), 0.5m, (Day, 1m))).Refused!.LimitUsd.ShouldBe(3m);
        await Ledger.RaiseAsync(Day, 0.5m, default);
        (await ReserveAsync(Guid.NewGuid(), 0.5m, (Day, 1m))).IsGranted.ShouldBeTrue();
        (await Ledger.ReadAsync([Day], default)).Single().LeftUsd.ShouldBe(0m);
    }

    [Fact]
    public async Task A_call_whose_end_nobody_told_costs_its_maximum_until_the_truth_comes()
    {
        var (lost, late, open) = (await HeldAsync(1m, (Day, 10m)), await HeldAsync(2m, (Day, 10m)), await HeldAsync(4m, Given.Now.AddHours(2), (Day, 10m)));

        (await SweepAsync(Given.Now.AddMinutes(59))).ShouldBe(0);
        (await SweepAsync(Given.Now.AddHours(1))).ShouldBe(2);
        (await LineAsync(Day)).ShouldBe((10m, 3m, 4m, 3L));
        (await SweepAsync(Given.Now.AddHours(1))).ShouldBe(0, "taken once");

        await Ledger.SettleAsync(late, 0.5m, default);
        (await LineAsync(Day)).SpentUsd.ShouldBe(1.5m);
        await SweepAsync(Given.Now.AddHours(1) + BudgetBook.LateFor);
        await Ledger.SettleAsync(lost, 0m, default);
        await Ledger.SettleAsync(open, 0m, default);
        (await LineAsync(Day)).ShouldBe((10m, 1.5m, 0m, 3L), "too late for the first; the third expired later, and its truth still counts");
    }

    [Fact]
    public async Task Accounts_of_old_runs_are_forgotten_and_those_of_days_are_kept()
    {
        var (run, step) = (BudgetScope.Of(BudgetScopeKind.Run, Given.Tenant, "r1"), BudgetScope.Of(BudgetScopeKind.Step, Given.Tenant, "r1/do/0@1"));
        await Ledger.SettleAsync(await HeldAsync(1m, (run, null), (Day, null)), 1m, default);
        var open = await HeldAsync(1m, (step, 1m));

        await SweepAsync(Given.Now, keptSince: DateTimeOffset.MaxValue.AddYears(-1));
        (await Ledger.ReadAsync(new BudgetQuery(), default)).Select(line => line.Scope).ShouldBe([Day, step], "the step has money held");
        await Ledger.ReleaseAsync(open, default);
        await SweepAsync(Given.Now, keptSince: DateTimeOffset.MaxValue.AddYears(-1));
        (await Ledger.ReadAsync(new BudgetQuery(), default)).Select(line => line.Scope).ShouldBe([Day]);
    }

    [Fact]
    public async Task Accounts_are_read_by_tenant_kind_and_key_in_pages()
    {
        var other = BudgetScope.Of(BudgetScopeKind.Agent, "a/b", "research/../x");
        await HeldAsync(1m, (Day, 5m), (Agent, null), (other, null));

        (await Ledger.ReadAsync(new BudgetQuery(), default)).Select(line => line.Scope).ShouldBe([other, Agent, Day]);
        (await Ledger.ReadAsync(new BudgetQuery(Given.Tenant), default)).Select(line => line.Scope).ShouldBe([Agent, Day]);
        (await Ledger.ReadAsync(new BudgetQuery(Kind: BudgetScopeKind.Agent, Key: "research"), default)).Select(line => line.Scope).ShouldBe([other, Agent]);
        (await Ledger.ReadAsync(new BudgetQuery(Given.Tenant, Limit: 1, After: Agent.Id), default)).Single().Scope.ShouldBe(Day);
    }

    [Fact]
    public async Task Sixty_four_callers_in_four_processes_never_hold_or_spend_more_than_there_is()
    {
        var ledgers = Enumerable.Range(0, 4).Select(_ => Bed.NewProcess().GetRequiredService<IBudgetLedger>()).ToList();
        var granted = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async caller =>
        {
            var (ledger, mine) = (ledgers[caller % 4], BudgetScope.Of(BudgetScopeKind.Agent, Given.Tenant, $"agent{caller % 5}"));
            for (var call = 0; call < 6; call++)
            {
                var id = Guid.NewGuid();
                var draws = caller % 2 == 0 ? new[] { new BudgetDraw(Day, 1m), new BudgetDraw(mine, null) } : [new BudgetDraw(mine, null), new BudgetDraw(Day, 1m)];
                if (!(await ledger.ReserveAsync(new BudgetReservation(id, draws, 0.03m, Given.Now.AddYears(50)), default)).IsGranted)
                    continue;
                Interlocked.Increment(ref granted);
                await ledger.SettleAsync(id, 0.01m, default);
            }
        }));

        var day = await LineAsync(Day);
        day.ShouldBe((1m, granted * 0.01m, 0m, (long)granted));
        day.SpentUsd.ShouldBeLessThanOrEqualTo(1m);
        day.SpentUsd.ShouldBeGreaterThan(0.9m);
        (await Ledger.ReadAsync(new BudgetQuery(Kind: BudgetScopeKind.Agent), default)).Sum(line => line.SpentUsd).ShouldBe(day.SpentUsd);
    }

    private Task<int> SweepAsync(DateTimeOffset now, DateTimeOffset? keptSince = null) => Ledger.SweepAsync(now, keptSince ?? DateTimeOffset.UnixEpoch, 100, default);

    private Task<Guid> HeldAsync(decimal usd, params (BudgetScope Scope, decimal? LimitUsd)[] draws) => HeldAsync(usd, Given.Now.AddHours(1), draws);

    private async Task<Guid> HeldAsync(decimal usd, DateTimeOffset expires, params (BudgetScope Scope, decimal? LimitUsd)[] draws)
    {
        var id = Guid.NewGuid();
        var reply = await Ledger.ReserveAsync(new BudgetReservation(id, [.. draws.Select(draw => new BudgetDraw(draw.Scope, draw.LimitUsd))], usd, expires), default);
        reply.IsGranted.ShouldBeTrue();
        return id;
    }

    private Task<BudgetReply> ReserveAsync(Guid id, decimal usd, params (BudgetScope Scope, decimal? LimitUsd)[] draws) => Ledger.ReserveAsync(
        new BudgetReservation(id, [.. draws.Select(draw => new BudgetDraw(draw.Scope, draw.LimitUsd))], usd, Given.Now.AddHours(1)), default);

    private async Task<(decimal? LimitUsd, decimal SpentUsd, decimal ReservedUsd, long Calls)> LineAsync(BudgetScope scope)
    {
        var line = (await Ledger.ReadAsync([scope], default)).Single();
        return (line.LimitUsd, line.SpentUsd, line.ReservedUsd, line.Calls);
    }
}

public sealed class SqliteBudgetLedgerTests : BudgetLedgerTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresBudgetLedgerTests : BudgetLedgerTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
