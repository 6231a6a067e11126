using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>No message is lost, none is published by two relays at once, timers can be replaced and cancelled.</summary>
public abstract class OutboxTests : StoreTest
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    private static OutboxRow Event(string type) => Given.Message(type: type) with { Exchange = "agentbus.events", RoutingKey = "order.placed" };

    [Fact]
    public async Task Messages_are_claimed_oldest_first_and_only_once_in_their_hold()
    {
        var rows = Enumerable.Range(0, 5).Select(number => Given.Message(Given.Now.AddSeconds(-5), $"m{number}")).ToList();
        await Outbox.AddAsync(Given.Tenant, null, rows, default);
        await Outbox.AddAsync(Given.Tenant, null, [Given.Message(Given.Now.AddSeconds(-9), "older")], default);

        var first = await Outbox.ClaimAsync(4, Hold, Given.Now, default);
        var second = await Outbox.ClaimAsync(4, Hold, Given.Now, default);

        first.Select(message => message.Row.Type).ShouldBe(["older", "m0", "m1", "m2"]);
        second.Select(message => message.Row.Type).ShouldBe(["m3", "m4"]);
        (await Outbox.ClaimAsync(4, Hold, Given.Now, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_claimed_row_comes_back_whole()
    {
        var row = Given.Message(type: "T", body: """{"ä":1}""") with { RoutingKey = "a.b", ContentType = "application/cloudevents+json" };
        await Outbox.AddAsync("other", null, [row], default);

        var claimed = (await Outbox.ClaimAsync(1, Hold, Given.Now, default)).ShouldHaveSingleItem();

        (claimed.Tenant, claimed.Run, claimed.Attempts).ShouldBe(("other", null, 0));
        claimed.Row.Body.ToArray().ShouldBe(row.Body.ToArray());
        (claimed.Row with { Body = row.Body }).ShouldBe(row);
    }

    [Fact]
    public async Task Relays_at_once_share_the_rows_without_overlap()
    {
        var rows = Enumerable.Range(0, 200).Select(_ => Given.Message()).ToList();
        await Outbox.AddAsync(Given.Tenant, null, rows, default);
        var relays = new[] { Process, Bed.NewProcess() }.Select(process => process.GetRequiredService<IOutboxStore>()).ToArray();

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => relays[number % 2].ClaimAsync(10, Hold, Given.Now, default)));

        claims.SelectMany(claim => claim).Select(message => message.Row.MessageId).Distinct().Count()
            .ShouldBe(claims.Sum(claim => claim.Count));
        var rest = await Outbox.ClaimAsync(1000, Hold, Given.Now, default);
        (claims.Sum(claim => claim.Count) + rest.Count).ShouldBe(200);
    }

    [Fact]
    public async Task Rows_due_at_once_go_out_in_bounded_claims_each_once_and_in_their_order()
    {
        var run = await StartedAsync();
        await PublishedStartAsync();
        await Outbox.AddAsync(Given.Tenant, run, [.. Enumerable.Range(0, 1_000).Select(number => Given.Message(Given.Now.AddMilliseconds(number), $"t{number}", timer: $"t{number}"))], default);

        var claimed = new List<string>();
        while (await Outbox.ClaimAsync(150, Hold, Given.Now.AddMinutes(1), default) is { Count: > 0 } batch)
        {
            batch.Count.ShouldBeLessThanOrEqualTo(150);
            claimed.AddRange(batch.Select(message => message.Row.Type));
        }

        claimed.ShouldBe(Enumerable.Range(0, 1_000).Select(number => $"t{number}"));
    }

    [Fact]
    public async Task After_a_crash_between_commit_and_delete_a_row_is_claimable_when_its_hold_ends()
    {
        var run = await StartedAsync();
        await PublishedStartAsync();
        var set = Given.Set(run, 1) with { Outbox = [Given.Message(type: "now"), Given.Message(Given.Now.AddMinutes(1), "later", timer: "t")] };
        await Committer.CommitAsync(set, default);

        (await Outbox.ClaimAsync(10, Hold, set.At.AddSeconds(14.9), default)).ShouldBeEmpty();

        var claimed = await Outbox.ClaimAsync(10, Hold, set.At.AddSeconds(15), default);
        claimed.Select(message => message.Row.Type).ShouldBe(["now"]);
        (await Outbox.ClaimAsync(10, Hold, set.At.AddSeconds(15) + Hold, default)).Select(message => message.Row.Type).ShouldBe(["now"]);
    }

    [Fact]
    public async Task A_published_row_is_gone_for_good()
    {
        var run = await StartedAsync();
        await PublishedStartAsync();
        var set = Given.Set(run, 1) with { Outbox = [Given.Message(), Given.Message()] };
        await Committer.CommitAsync(set, default);

        await Outbox.DeleteAsync([set.Outbox[0].MessageId], default);

        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddDays(1), default)).ShouldHaveSingleItem().Row.MessageId
            .ShouldBe(set.Outbox[1].MessageId);
    }

    [Fact]
    public async Task A_message_added_twice_is_there_once()
    {
        var row = Given.Message();
        await Outbox.AddAsync(Given.Tenant, null, [row], default);
        await Outbox.AddAsync(Given.Tenant, null, [row], default);

        (await Outbox.ClaimAsync(10, Hold, Given.Now, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_row_comes_again_and_a_parked_one_does_not()
    {
        var row = Given.Message();
        await Outbox.AddAsync(Given.Tenant, null, [row], default);
        await Outbox.ClaimAsync(10, Hold, Given.Now, default);

        await Outbox.FailAsync(row.MessageId, "no route", Given.Now.AddSeconds(5), default);
        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddSeconds(4), default)).ShouldBeEmpty();
        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddSeconds(5), default)).ShouldHaveSingleItem().Attempts.ShouldBe(1);

        await Outbox.FailAsync(row.MessageId, new string('x', 100_000), null, default);
        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddDays(9), default)).ShouldBeEmpty();
        (await Outbox.NextDueAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Events_of_a_run_are_claimed_together_in_the_order_of_their_commits_and_by_one_relay_at_a_time()
    {
        var (run, other) = (await StartedAsync(), await StartedAsync());
        await PublishedStartAsync();
        var set = Given.Set(run, 1) with { Outbox = [Event("e1"), Event("e2"), Given.Message(type: "plain")] };
        await Committer.CommitAsync(set, default);
        await Committer.CommitAsync(Given.Set(other, 1) with { Outbox = [Event("o1")] }, default);

        (await Outbox.ClaimAsync(10, Hold, set.At, default)).Select(message => message.Row.Type).ShouldBe(["e1", "e2", "o1"]);
        await Committer.CommitAsync(Given.Set(run, 2) with { Outbox = [Event("e3")] }, default);

        (await Outbox.ClaimAsync(10, Hold, set.At, default)).ShouldBeEmpty("e3 waits for e1 and e2");
        (await Outbox.NextDueAsync(default)).ShouldBe(set.At + IOutboxStore.CommitterHold, "nothing may be claimed before");
        await Outbox.DeleteAsync([.. set.Outbox.Select(row => row.MessageId)], default);
        (await Outbox.ClaimAsync(10, Hold, set.At, default)).Select(message => message.Row.Type).ShouldBe(["e3"]);
    }

    [Fact]
    public async Task A_failed_event_holds_back_those_after_it_and_a_parked_one_does_not()
    {
        var run = await StartedAsync();
        await PublishedStartAsync();
        var set = Given.Set(run, 1) with { Outbox = [Event("e1"), Event("e2") with { Due = Given.Now.AddSeconds(-1) }, Event("e3")] };
        await Committer.CommitAsync(set, default);
        (await Outbox.ClaimAsync(2, Hold, set.At, default)).Select(message => message.Row.Type).ShouldBe(["e1", "e2", "e3"]);

        await Outbox.FailAsync(set.Outbox[0].MessageId, "no route", set.At.AddSeconds(60), default);
        (await Outbox.ClaimAsync(10, Hold, set.At.AddSeconds(59), default)).ShouldBeEmpty();
        (await Outbox.ClaimAsync(10, Hold, set.At.AddSeconds(60), default)).Select(message => message.Row.Type).ShouldBe(["e1", "e2", "e3"]);

        await Outbox.FailAsync(set.Outbox[0].MessageId, "no route", null, default);
        (await Outbox.ClaimAsync(10, Hold, set.At.AddSeconds(90), default)).Select(message => message.Row.Type).ShouldBe(["e2", "e3"]);
    }

    [Fact]
    public async Task What_the_broker_could_not_take_comes_again_without_counting_as_a_failure()
    {
        var row = Given.Message();
        await Outbox.AddAsync(Given.Tenant, null, [row], default);
        await Outbox.ClaimAsync(10, Hold, Given.Now, default);

        await Outbox.PostponeAsync(row.MessageId, "the queue is full", Given.Now.AddSeconds(2), default);

        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddSeconds(1), default)).ShouldBeEmpty();
        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddSeconds(2), default)).ShouldHaveSingleItem().Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_relay_lets_go_of_is_due_at_once()
    {
        var rows = new[] { Given.Message(type: "m0"), Given.Message(type: "m1") };
        await Outbox.AddAsync(Given.Tenant, null, rows, default);
        await Outbox.ClaimAsync(10, Hold, Given.Now, default);

        await Outbox.ReleaseHoldsAsync([rows[1].MessageId], default);

        (await Outbox.ClaimAsync(10, Hold, Given.Now, default)).ShouldHaveSingleItem().Row.Type.ShouldBe("m1");
    }

    [Fact]
    public async Task A_parked_message_is_released_or_discarded_by_its_own_tenant_and_no_other_message_is()
    {
        var (parked, unwanted, waiting) = (Given.Message(type: "parked"), Given.Message(type: "unwanted"), Given.Message(type: "waiting"));
        await Outbox.AddAsync(Given.Tenant, null, [parked, unwanted, waiting], default);
        await Outbox.ClaimAsync(10, Hold, Given.Now, default);
        await Outbox.FailAsync(parked.MessageId, "too large", null, default);
        await Outbox.FailAsync(unwanted.MessageId, "too large", null, default);

        (await Outbox.ReleaseAsync("other", parked.MessageId, default)).ShouldBeFalse();
        (await Outbox.DiscardAsync("other", unwanted.MessageId, default)).ShouldBeFalse();
        (await Outbox.ReleaseAsync(Given.Tenant, waiting.MessageId, default)).ShouldBeFalse();
        (await Outbox.DiscardAsync(Given.Tenant, waiting.MessageId, default)).ShouldBeFalse();
        (await Outbox.ReleaseAsync(Given.Tenant, parked.MessageId, default)).ShouldBeTrue();
        (await Outbox.DiscardAsync(Given.Tenant, unwanted.MessageId, default)).ShouldBeTrue();

        var back = (await Outbox.ClaimAsync(10, Hold, Given.Now, default)).ShouldHaveSingleItem();
        (back.Row.Type, back.Attempts).ShouldBe(("parked", 0));
        (await Outbox.DiscardAsync(Given.Tenant, unwanted.MessageId, default)).ShouldBeFalse("it is gone");
    }

    [Fact]
    public async Task A_timer_set_again_is_replaced_and_one_cancelled_is_gone()
    {
        var run = await StartedAsync();
        await PublishedStartAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                Outbox = [Given.Message(Given.Now.AddHours(1), "a1", timer: "a"), Given.Message(Given.Now.AddHours(1), "b", timer: "b")],
            },
            default);
        (await Outbox.NextDueAsync(default)).ShouldBe(Given.Now.AddHours(1));

        await Committer.CommitAsync(
            Given.Set(run, 2) with { Outbox = [Given.Message(Given.Now.AddHours(2), "a2", timer: "a")], CancelledTimers = ["b"] }, default);

        (await Outbox.NextDueAsync(default)).ShouldBe(Given.Now.AddHours(2));
        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddHours(3), default)).Select(message => message.Row.Type).ShouldBe(["a2"]);
    }

    [Fact]
    public async Task A_timer_replaced_while_it_was_published_is_not_deleted_with_its_predecessor()
    {
        var run = await StartedAsync();
        await PublishedStartAsync();
        var timer = Given.Message(Given.Now, "t", timer: "t");
        await Outbox.AddAsync(Given.Tenant, run, [timer], default);
        await Outbox.ClaimAsync(10, Hold, Given.Now, default);

        await Outbox.AddAsync(Given.Tenant, run, [timer with { Due = Given.Now.AddHours(1) }], default);
        await Outbox.DeleteAsync([timer.MessageId], default);

        (await Outbox.NextDueAsync(default)).ShouldBe(Given.Now.AddHours(1));
    }

    [Fact]
    public async Task Timers_of_one_name_in_two_runs_are_two()
    {
        var (one, other) = (await StartedAsync(), await StartedAsync());
        await PublishedStartAsync();
        foreach (var run in new[] { one, other })
            await Committer.CommitAsync(Given.Set(run, 1) with { Outbox = [Given.Message(Given.Now.AddHours(1), timer: "t")] }, default);

        await Committer.CommitAsync(Given.Set(one, 2) with { CancelledTimers = ["t"] }, default);

        (await Outbox.ClaimAsync(10, Hold, Given.Now.AddHours(1), default)).ShouldHaveSingleItem().Run.ShouldBe(other);
    }

    [Fact]
    public async Task Holds_of_a_process_that_is_gone_can_be_released()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(Given.Set(run, 1) with { Outbox = [Given.Message(), Given.Message(Given.Now.AddHours(1), timer: "t")] }, default);
        await Outbox.ClaimAsync(10, TimeSpan.FromHours(1), Given.Now, default);

        await Outbox.ReleaseHoldsAsync(Given.Now, default);

        (await Outbox.ClaimAsync(10, Hold, Given.Now, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Parked_rows_are_listed_last_parked_first_page_by_page()
    {
        var run = Guid.NewGuid();
        var rows = Enumerable.Range(0, 3).Select(_ => Given.Message()).ToList();
        await Outbox.AddAsync(Given.Tenant, run, [.. rows, Given.Message()], default);
        await Outbox.AddAsync("other", run, [Given.Message()], default);
        foreach (var row in rows)
            await Outbox.FailAsync(row.MessageId, "too large", null, default);

        var first = await Outbox.ListParkedAsync(Given.Tenant, null, 2, null, default);
        var rest = await Outbox.ListParkedAsync(Given.Tenant, run, 2, new RunCursor(first[^1].ParkedAt, first[^1].Id), default);

        first.Concat(rest).Select(message => message.Id).ShouldBe(rows.Select(row => row.MessageId), ignoreOrder: true);
        first.Concat(rest).Select(message => message.ParkedAt).ShouldBeInOrder(SortDirection.Descending);
        (first[0].Run, first[0].Type, first[0].Exchange, first[0].Attempts, first[0].LastError)
            .ShouldBe((run, "DispatchAttempt", "agentbus.orchestrator", 1, "too large"));
        (await Outbox.ListParkedAsync(Given.Tenant, Guid.NewGuid(), 2, null, default)).ShouldBeEmpty();
    }

    private async Task PublishedStartAsync()
    {
        var started = await Outbox.ClaimAsync(100, Hold, Given.Now, default);
        await Outbox.DeleteAsync([.. started.Select(message => message.Row.MessageId)], default);
    }
}

public sealed class SqliteOutboxTests : OutboxTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresOutboxTests : OutboxTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
