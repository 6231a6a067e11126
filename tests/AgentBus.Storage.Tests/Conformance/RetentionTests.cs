using AgentBus.Storage.Approvals;
using AgentBus.Storage.Inbox;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Retention;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Schedules;
using AgentBus.Storage.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>What is no longer kept goes whole, and nothing else does.</summary>
public abstract class RetentionTests : StoreTest
{
    private static readonly DateTimeOffset Cut = Given.Now.AddDays(1);

    private IRetention Retention => Process.GetRequiredService<IRetention>();

    [Fact]
    public async Task A_run_goes_with_all_its_rows_and_its_neighbour_keeps_them_all()
    {
        var (gone, kept) = (await FullAsync(Given.Now), await FullAsync(Cut));

        (await SweepAsync()).ShouldBe(1);

        (await RowsAsync(gone)).ShouldBe("run 0, steps 0, history 0, input 0, approvals 0, subscriptions 0, leases 0, inbox 0, timers 0, found 0");
        (await RowsAsync(kept)).ShouldBe("run 1, steps 1, history 2, input 1, approvals 1, subscriptions 1, leases 1, inbox 1, timers 1, found 1");
    }

    [Fact]
    public async Task Open_runs_and_runs_that_ended_later_stay()
    {
        await StartedAsync();
        await EndedAsync(Cut);
        var old = await EndedAsync(Cut.AddMicroseconds(-1));

        (await SweepAsync()).ShouldBe(1);

        (await Queries.GetAsync(Given.Tenant, old, default)).ShouldBeNull();
        (await Queries.ListAsync(Given.Tenant, new RunFilter(), 10, null, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_parked_message_goes_with_its_run_and_one_about_to_be_published_is_published()
    {
        var run = await EndedAsync(Given.Now);
        var (parked, sent) = (Given.Message(), Given.Message());
        await Outbox.AddAsync(Given.Tenant, run, [parked, sent], default);
        await Outbox.FailAsync(parked.MessageId, "refused", null, default);

        await SweepAsync();

        await Outbox.AddAsync(Given.Tenant, null, [parked], default); // Would be left alone if it were there.
        var left = await Outbox.ClaimAsync(10, TimeSpan.Zero, Cut, default);
        left.Select(message => message.Row.MessageId).ShouldContain(sent.MessageId);
        left.Select(message => message.Row.MessageId).ShouldContain(parked.MessageId);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(100, true)]
    [InlineData(2, false)]
    public async Task A_tree_of_runs_goes_whole_or_not_at_all(int atOnce, bool isOver)
    {
        var root = await StartedAsync();
        var children = Enumerable.Range(0, 3).Select(_ => Given.NewRun() with { Parent = (root, "s") }).ToList();
        await Committer.CommitAsync(Given.Set(root, 1) with { Children = children }, default);
        var grandchild = Given.NewRun() with { Parent = (children[0].Id, "s") };
        await Committer.CommitAsync(Given.Set(children[0].Id, 1) with { Children = [grandchild] }, default);
        foreach (var (run, version) in new[] { (root, 2), (children[0].Id, 2), (children[1].Id, 1), (children[2].Id, 1) })
            await EndAsync(run, version, Given.Now);
        if (isOver)
            await EndAsync(grandchild.Id, 1, Given.Now);
        var alone = await EndedAsync(Given.Now.AddHours(1));

        (await SweepAsync(atOnce)).ShouldBe(isOver ? 6 : 1);

        var left = await Queries.ListAsync(Given.Tenant, new RunFilter(), 10, null, default);
        left.Count.ShouldBe(isOver ? 0 : 5);
        left.ShouldNotContain(run => run.Id == alone);
    }

    [Fact]
    public async Task Trees_that_must_stay_do_not_keep_what_comes_after_them()
    {
        for (var tree = 0; tree < 5; tree++)
        {
            var root = await StartedAsync();
            await Committer.CommitAsync(Given.Set(root, 1) with { Children = [Given.NewRun() with { Parent = (root, "s") }] }, default);
            await EndAsync(root, 2, Given.Now);
        }
        await EndedAsync(Given.Now.AddHours(1));

        (await SweepAsync(atOnce: 2)).ShouldBe(1);
    }

    [Fact]
    public async Task Several_processes_share_the_work_and_each_run_is_deleted_once()
    {
        foreach (var _ in Enumerable.Range(0, 60))
            await EndedAsync(Given.Now);
        var processes = new[] { Process, Bed.NewProcess(), Bed.NewProcess() };

        var deleted = await Task.WhenAll(processes.Select(process => SweepAsync(7, process.GetRequiredService<IRetention>())));

        (deleted.Sum() + await SweepAsync()).ShouldBe(60);
        (await Queries.ListAsync(Given.Tenant, new RunFilter(), 10, null, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_key_is_free_again_when_its_run_is_gone()
    {
        var first = Given.NewRun(requestKey: "k");
        await RunStore.StartAsync(first, default);
        await EndAsync(first.Id, 1, Given.Now);

        await SweepAsync();

        (await RunStore.StartAsync(Given.NewRun(requestKey: "k"), default)).Created.ShouldBeTrue();
    }

    [Fact]
    public async Task Repetitions_are_forgotten_after_their_time_in_small_steps()
    {
        var run = await StartedAsync();
        var messages = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        for (var version = 1; version <= 5; version++)
            await Committer.CommitAsync(Given.Set(run, version) with { Inbox = messages[version - 1], At = Given.Now.AddHours(version) }, default);
        var before = Given.Now.AddHours(5);

        (await Retention.ForgetRepetitionsAsync(before, 3, default)).ShouldBe(3);
        (await Retention.ForgetRepetitionsAsync(before, 3, default)).ShouldBe(1);
        (await Retention.ForgetRepetitionsAsync(before, 3, default)).ShouldBe(0);

        var inbox = Process.GetRequiredService<IInboxStore>();
        (await inbox.HasAsync(Given.Tenant, run, messages[3], default)).ShouldBeFalse();
        (await inbox.HasAsync(Given.Tenant, run, messages[4], default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Gathered_events_are_forgotten_once_a_run_has_them_and_those_that_wait_stay()
    {
        var schedules = Process.GetRequiredService<IScheduleStore>();
        var key = new ScheduleKey(Given.Tenant, "demo", "both", "1.0.0");
        foreach (var id in new[] { "1", "2", "3" })
            await schedules.GatherAsync(
                key, new KeptEvent("shop", id, Given.Utf8("{}"), Given.Now),
                events => events.Count == 2 ? new GatherDecision.Start([0, 1]) : new GatherDecision.Keep(), default);

        (await Retention.ForgetRepetitionsAsync(Given.Now, 10, default)).ShouldBe(0);
        (await Retention.ForgetRepetitionsAsync(Cut, 10, default)).ShouldBe(2);

        var kept = 0;
        await schedules.GatherAsync(
            key, new KeptEvent("shop", "4", Given.Utf8("{}"), Given.Now),
            events =>
            {
                kept = events.Count;
                return new GatherDecision.Keep();
            },
            default);
        kept.ShouldBe(2);
    }

    private async Task<int> SweepAsync(int atOnce = 100, IRetention? retention = null)
    {
        var deleted = 0;
        for (var place = RetentionCursor.Start; place is not null;)
        {
            var batch = await (retention ?? Retention).DeleteRunsAsync(Cut, place, atOnce, default);
            batch.Count.ShouldBeLessThanOrEqualTo(atOnce);
            (place, deleted) = (batch.Next, deleted + batch.Count);
        }
        return deleted;
    }

    private async Task<Guid> EndedAsync(DateTimeOffset at)
    {
        var run = await StartedAsync();
        await EndAsync(run, 1, at);
        return run;
    }

    private async Task EndAsync(Guid run, long version, DateTimeOffset at) =>
        (await Committer.CommitAsync(Given.Set(run, version) with { Status = "Completed", EndedAt = at }, default)).ShouldBeTrue();

    /// <summary>A finished run with a row in every table.</summary>
    private async Task<Guid> FullAsync(DateTimeOffset endedAt)
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                Status = "Completed",
                EndedAt = endedAt,
                Steps = [Given.Step("s")],
                History = [new HistoryRow("h", null, "{}")],
                Documents = [new DocumentRow("out", Given.Utf8("1"))],
                Approvals = [Given.Approval()],
                Subscriptions = [new SubscriptionRow("s", "paid")],
                Inbox = Guid.Empty,
                Outbox = [Given.Message(Given.Now.AddYears(1), "T", timer: "t")],
            },
            default);
        await Leases.RenewAsync([new Lease(Given.Tenant, run, "s", 1, "research", "w", Given.Now.AddYears(1))], default);
        return run;
    }

    private async Task<string> RowsAsync(Guid run)
    {
        var later = Given.Now.AddYears(2);
        var run1 = await Queries.GetAsync(Given.Tenant, run, default) is null ? 0 : 1;
        var steps = (await Queries.StepsAsync(Given.Tenant, run, 10, null, default)).Count;
        var history = (await Queries.HistoryAsync(Given.Tenant, run, 0, 10, default)).Count;
        var input = await Queries.DocumentAsync(Given.Tenant, run, "input", default) is null ? 0 : 1;
        var approvals = (await Approvals.ListAsync(Given.Tenant, new ApprovalFilter(Run: run), 10, null, default)).Count;
        var subscriptions = (await Process.GetRequiredService<ISubscriptionStore>().OfRunAsync(Given.Tenant, run, default)).Count;
        var leases = (await Leases.ClaimExpiredAsync(10, TimeSpan.Zero, later, default)).Count(lease => lease.Run == run);
        var inbox = await Process.GetRequiredService<IInboxStore>().HasAsync(Given.Tenant, run, Guid.Empty, default) ? 1 : 0;
        var timers = (await Outbox.ClaimAsync(100, TimeSpan.Zero, later, default)).Count(message => message.Run == run && message.Row.Timer is not null);
        var found = (await Queries.ListAsync(Given.Tenant, new RunFilter { Text = "tea" }, 10, null, default)).Count(view => view.Id == run);
        return $"run {run1}, steps {steps}, history {history}, input {input}, approvals {approvals}, subscriptions {subscriptions}, leases {leases}, "
            + $"inbox {inbox}, timers {timers}, found {found}";
    }
}

public sealed class SqliteRetentionTests : RetentionTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresRetentionTests : RetentionTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
