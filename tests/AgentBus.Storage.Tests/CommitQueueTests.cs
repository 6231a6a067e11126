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
    public void A_closed_queue_takes_nothing_more()
    {
        var queue = new CommitQueue(4);
        queue.Close();
        queue.TryAdd(Pending(1)).ShouldBeFalse();
    }

    private static PendingCommit Pending(int run, CancellationToken cancellationToken = default) =>
        new(Given.Set(new Guid(run, 0, 0, new byte[8]), 1), [], cancellationToken);
}
