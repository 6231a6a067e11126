using AgentBus.Storage.Runs;
using AgentBus.Storage.Tests.Conformance;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Storage.Tests;

public sealed class CommitQueueTests
{
    [Fact]
    public void Batches_hold_each_run_once_sorted_and_lose_nothing() =>
        Prop.ForAll(Gen.Choose(0, 5).ListOf().ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (runs, maxBatch) =>
        {
            var queue = new CommitQueue(maxBatch);
            var added = runs.Select(run => Pending(run)).ToList();
            added.ForEach(pending => queue.TryAdd(pending).ShouldBeTrue());

            var taken = new List<PendingCommit>();
            while (queue.Take() is { Count: > 0 } batch)
            {
                batch.Count.ShouldBeLessThanOrEqualTo(maxBatch);
                var ids = batch.Select(pending => pending.Set!.Run).ToList();
                ids.ShouldBe(ids.Distinct().Order());
                taken.AddRange(batch);
            }

            taken.ShouldBe(added, ignoreOrder: true);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_set_whose_caller_gave_up_is_not_written()
    {
        using var given = new CancellationTokenSource();
        var queue = new CommitQueue(4);
        var pending = Pending(1, given.Token);
        queue.TryAdd(pending);
        await given.CancelAsync();

        queue.Take().ShouldBeEmpty();
        await Should.ThrowAsync<OperationCanceledException>(pending.Result);
    }

    [Fact]
    public void Deletions_ride_on_the_next_batch_and_take_no_place_of_a_set()
    {
        var queue = new CommitQueue(2);
        var deletions = Enumerable.Range(0, 5).Select(_ => new PendingCommit(null, [Guid.NewGuid()], default)).ToList();
        var sets = new[] { Pending(1), Pending(2), Pending(3) };
        deletions.ForEach(deletion => queue.TryAddDeletion(deletion).ShouldBeTrue());
        foreach (var set in sets)
            queue.TryAdd(set);

        queue.Take().ShouldBe([sets[0], sets[1], .. deletions]);
        queue.Take().ShouldBe([sets[2]]);
    }

    [Fact]
    public async Task Who_adds_what_is_waited_for_goes_on_with_it_at_once()
    {
        var queue = new CommitQueue(2);
        var taking = TakeAsync();
        var set = Pending(1);
        queue.TryAdd(set);

        taking.IsCompleted.ShouldBeTrue();
        (await taking).ShouldBe([set]);

        async Task<List<PendingCommit>> TakeAsync()
        {
            await queue.WaitAsync().ConfigureAwait(false);
            return queue.Take();
        }
    }

    [Fact]
    public async Task A_deletion_that_finds_no_batch_goes_alone()
    {
        var queue = new CommitQueue(2);
        var deletion = new PendingCommit(null, [Guid.NewGuid()], default);
        queue.TryAddDeletion(deletion).ShouldBeTrue();

        (await queue.WaitAsync()).ShouldBeTrue();
        queue.Take().ShouldBe([deletion]);
    }

    [Fact]
    public void A_closed_queue_takes_nothing_more_and_gives_what_it_has()
    {
        var queue = new CommitQueue(4);
        queue.TryAddDeletion(new PendingCommit(null, [Guid.NewGuid()], default)).ShouldBeTrue();
        queue.Close();

        queue.TryAdd(Pending(1)).ShouldBeFalse();
        queue.TryAddDeletion(new PendingCommit(null, [Guid.NewGuid()], default)).ShouldBeFalse();
        queue.Take().Count.ShouldBe(1);
    }

    private static PendingCommit Pending(int run, CancellationToken cancellationToken = default) =>
        new(Given.Set(new Guid(run, 0, 0, new byte[8]), 1), [], cancellationToken);
}
