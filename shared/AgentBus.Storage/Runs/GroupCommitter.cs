using AgentBus.Chaos;
using AgentBus.Storage.Outbox;
using Microsoft.Extensions.Logging;

namespace AgentBus.Storage.Runs;

/// <summary>
/// The loops that write what waits as one batch in one transaction. No delay is added: while one batch is on its way to the disk
/// the next one gathers. Own code because the batch is the product's main speed, and its lost sets its main correctness.
/// </summary>
internal sealed class GroupCommitter : ICommitter, IMessageDeleter, IAsyncDisposable
{
    /// <summary>A timer due sooner than this wakes the relay, which looks by itself about once a second.</summary>
    private static readonly TimeSpan SoonTimer = TimeSpan.FromSeconds(1);

    private readonly CommitQueue _queue;
    private readonly ISignalSource _signals;
    private readonly ILogger _logger;
    private readonly Lazy<Task> _loops;

    /// <summary>One loop for each writer; they start with the first commit, so that a process that never commits has none.</summary>
    public GroupCommitter(IReadOnlyList<IBatchWriter> writers, int maxBatch, ISignalSource signals, ILogger<GroupCommitter> logger)
    {
        (_queue, _signals, _logger) = (new CommitQueue(maxBatch), signals, logger);
        _loops = new Lazy<Task>(() => Task.WhenAll(writers.Select(writer => Task.Run(() => LoopAsync(writer)))));
    }

    public Task<bool> CommitAsync(WriteSet set, CancellationToken cancellationToken)
    {
        _ = _loops.Value;
        var pending = new PendingCommit(set, [], cancellationToken);
        ObjectDisposedException.ThrowIf(!_queue.TryAdd(pending), this);
        return pending.Result;
    }

    public Task DeleteAsync(IReadOnlyList<Guid> messageIds, CancellationToken cancellationToken)
    {
        _ = _loops.Value;
        var pending = new PendingCommit(null, messageIds, cancellationToken);
        ObjectDisposedException.ThrowIf(!_queue.TryAddDeletion(pending), this);
        return pending.Result;
    }

    /// <summary>Writes what still waits, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        if (_loops.IsValueCreated)
            await _loops.Value;
    }

    private async Task LoopAsync(IBatchWriter writer)
    {
        await using (writer)
        {
            while (await _queue.WaitAsync())
            {
                var batch = _queue.Take();
                if (batch.Count > 0)
                    await YieldingAsync(CommitAsync(writer, batch));
            }
        }
    }

    /// <summary>A writer that never waits, such as SQLite's, must not keep the caller whose thread it is on for the next batch as well.</summary>
    private static async Task YieldingAsync(Task commit) =>
        await commit.ConfigureAwait(commit.IsCompleted ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);

    private async Task CommitAsync(IBatchWriter writer, List<PendingCommit> batch)
    {
        try
        {
            CrashPoint.Hit("before-commit");
            var written = await writer.WriteAsync(Sets(batch), Published(batch), CancellationToken.None);
            CrashPoint.Hit("after-commit");
            for (var i = batch.Count - 1; i >= 0; i--)
                Complete(batch[i], batch[i].Set is null || written.Contains(batch[i].Set!.Run), here: i == 0 && _queue.IsEmpty);
        }
        catch (Exception error) when (batch.Count > 1 && writer.IsRowFault(error))
        {
            // One poison set must not fail its neighbours; the transaction wrote nothing, so each is tried on its own.
            Log.BatchRetriedSingly(_logger, error, batch.Count);
            foreach (var pending in batch)
                await CommitAsync(writer, [pending]);
        }
        catch (Exception error)
        {
            Log.CommitFailed(_logger, error, batch.Count);
            foreach (var pending in batch)
                pending.Fail(error);
        }
    }

    /// <summary>Where nothing waits, one caller goes on here at once instead of on another thread.</summary>
    private void Complete(PendingCommit pending, bool written, bool here)
    {
        if (pending.Set is { } set && written)
        {
            _signals.RunChanged(set.Run);
            if (set.Outbox.Any(row => row.Due < set.At + SoonTimer && (row.Due > set.At || row.IsOrdered)))
                _signals.OutboxChanged();
        }
        pending.Complete(written, here);
    }

    private static List<WriteSet> Sets(List<PendingCommit> batch) =>
        batch.Where(pending => pending.Set is not null).Select(pending => pending.Set!).ToList();

    private static List<Guid> Published(List<PendingCommit> batch) =>
        batch.SelectMany(pending => pending.Published).ToList();
}
