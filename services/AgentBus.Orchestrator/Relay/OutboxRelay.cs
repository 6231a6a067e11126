using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Relay;

/// <summary>
/// Publishes committed messages with confirms, then deletes their rows. What this process commits goes out from memory; what another
/// process committed, what is a timer, what must keep its order, and what a crash left behind is claimed from the store. A crash between publish and
/// delete publishes again, with the same message id: receivers drop the repetition by its natural key.
/// </summary>
internal sealed class OutboxRelay : BackgroundService
{
    private const int ClaimSize = 200;
    private const int DeleteSize = 500;

    // About a second of work: so long what other runs send may have to wait behind messages that were claimed.
    private const int MaxWaiting = 1_000;
    private static readonly TimeSpan RoomLook = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Forever = TimeSpan.FromDays(3650);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan TidyTime = TimeSpan.FromSeconds(2);

    private readonly IOutboxStore _store;
    private readonly ILeaseStore _leases;
    private readonly IQueueProbe _queues;
    private readonly IChangeSignal _signal;
    private readonly bool _forgets;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly OrchestratorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ParcelQueue _parcels;
    private readonly Channel<(Guid MessageId, bool IsOrdered)> _done =
        Channel.CreateUnbounded<(Guid, bool)>(new UnboundedChannelOptions { SingleReader = true });

    // On a transport that forgets: messages on their way to their consumers, and whether they keep an order.
    private readonly ConcurrentDictionary<Guid, bool> _handedOver = new();
    private readonly SemaphoreSlim _freed = new(0, 1);

    public OutboxRelay(
        IOutboxStore store,
        ILeaseStore leases,
        IMessageSender sender,
        IQueueProbe queues,
        IChangeSignal signal,
        Delivery delivery,
        IHostApplicationLifetime lifetime,
        IOptions<OrchestratorOptions> options,
        TimeProvider clock,
        ILogger<OutboxRelay> logger)
    {
        (_store, _leases, _queues, _signal, _forgets, _lifetime) = (store, leases, queues, signal, delivery.ForgetsAtAStop, lifetime);
        (_options, _clock, _logger) = (options.Value, clock, logger);
        var publisher = new MessagePublisher(sender, store, _options, clock, logger);
        _parcels = new ParcelQueue(publisher.TrySendAsync, _options.PublishConcurrency, clock, logger) { Published = Published, Dropped = Dropped };
    }

    /// <summary>
    /// Publishes from memory what a commit just made due. When too much waits already the rows are left to the claim, which finds
    /// them once their hold is over: overload slows down, it loses nothing.
    /// </summary>
    public void Committed(WriteSet set)
    {
        var (now, taken) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        foreach (var row in set.Outbox)
        {
            if (row.Due <= now && !row.IsOrdered)
            {
                var message = new ClaimedMessage(set.Tenant, set.Run, row, 0);
                if (TakeInHand(message) && !_parcels.TryAdd(new Parcel([message], taken, IOutboxStore.CommitterHold, IsClaimed: false)))
                {
                    Dropped(message);
                }
            }
        }
    }

    /// <summary>On a transport that forgets: this message did its work, its row may go.</summary>
    public void Consumed(Guid? messageId)
    {
        if (_forgets && messageId is { } id)
        {
            _handedOver.TryRemove(id, out var isOrdered);
            _done.Writer.TryWrite((id, isOrdered));
        }
    }

    public override void Dispose()
    {
        _parcels.Dispose();
        _freed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        var (publishing, deleting) = (Task.CompletedTask, Task.CompletedTask);
        try
        {
            await StartedAsync(stoppingToken);
            if (_forgets)
            {
                await RetryAsync(TakeUpAsync, stoppingToken);
            }

            (publishing, deleting) = (_parcels.RunAsync(abandon.Token), DeleteAsync(end.Token));
            while (true)
            {
                await RetryAsync(ClaimAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await DrainAsync(publishing, deleting, abandon, end);
        }
    }

    // At a stop the consumers have ended, so nothing new comes in: what is in memory is still published, and what cannot be is due at once for
    // any other relay instead of when its hold ends.
    private async Task DrainAsync(Task publishing, Task deleting, CancellationTokenSource abandon, CancellationTokenSource end)
    {
        _parcels.Close();
        abandon.CancelAfter(DrainTime);
        await publishing;
        end.CancelAfter(TidyTime);
        try
        {
            await _store.ReleaseHoldsAsync([.. _parcels.TakeLeft().Select(message => message.Row.MessageId)], end.Token);
            _done.Writer.Complete();
            await deleting;
        }
        catch (Exception e)
        {
            // Holds end by themselves, and what was not deleted is published again under its id.
            Log.OutboxUnavailable(_logger, e.Message);
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = _lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellationToken);
    }

    private async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        var dropped = 0;
        while (await _leases.ClaimExpiredAsync(DeleteSize, Forever, DateTimeOffset.MaxValue.AddYears(-1000), cancellationToken) is { Count: > 0 } old)
        {
            await _leases.DeleteAsync(old, cancellationToken);
            dropped += old.Count;
        }

        await _store.ReleaseHoldsAsync(_clock.GetUtcNow(), cancellationToken);
        Log.TakenUp(_logger, dropped);
    }

    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        if (await TakeDueAsync(cancellationToken) >= ClaimSize)
        {
            await RoomAsync(cancellationToken);
            return;
        }

        var wait = await _store.NextDueAsync(cancellationToken) - _clock.GetUtcNow() ?? _options.PollInterval;
        wait = wait < _options.PollInterval ? wait : _options.PollInterval;
        if (wait > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_signal.WaitForOutboxAsync(wait, either.Token), _freed.WaitAsync(either.Token));
            await either.CancelAsync();
        }
    }

    // Timers that are due at once by the thousand are let into the queue as fast as they are consumed and no faster, so that the results of other
    // runs, which stand in the same queue, are not behind all of them.
    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (await _queues.LookAsync(Queues.Orchestrator, cancellationToken) is { Waiting: > MaxWaiting })
        {
            await Task.Delay(RoomLook, _clock, cancellationToken);
        }
    }

    private async Task<int> TakeDueAsync(CancellationToken cancellationToken)
    {
        var taken = _clock.GetTimestamp();
        var hold = _forgets ? Forever : _options.ClaimHold;
        var claimed = await _store.ClaimAsync(ClaimSize, hold, _clock.GetUtcNow(), cancellationToken);
        await _parcels.AddAsync([.. Parcel.Of([.. claimed.Where(TakeInHand)], taken, hold)], cancellationToken);
        return claimed.Count;
    }

    private bool TakeInHand(ClaimedMessage message) => !_forgets || _handedOver.TryAdd(message.Row.MessageId, message.Row.IsOrdered);

    private void Published(ClaimedMessage message)
    {
        if (!_forgets)
        {
            _done.Writer.TryWrite((message.Row.MessageId, message.Row.IsOrdered));
        }
    }

    private void Dropped(ClaimedMessage message) => _handedOver.TryRemove(message.Row.MessageId, out _);

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        while (await _done.Reader.WaitToReadAsync(cancellationToken))
        {
            var (ids, isOrdered) = (new List<Guid>(), false);
            while (ids.Count < DeleteSize && _done.Reader.TryRead(out var done))
            {
                ids.Add(done.MessageId);
                isOrdered |= done.IsOrdered;
            }

            await RetryAsync(token => _store.DeleteAsync(ids, token), cancellationToken);
            if (isOrdered && _freed.CurrentCount == 0)
            {
                // What had to wait for one of these may be claimed now.
                _freed.Release();
            }
        }
    }

    // The store may be away for a while; nothing is given up meanwhile.
    private async Task RetryAsync(Func<CancellationToken, Task> once, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await once(cancellationToken);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.OutboxUnavailable(_logger, e.Message);
                await Task.Delay(Backoff.After(attempt), _clock, cancellationToken);
            }
        }
    }
}
