using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentBus.Chaos;
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
/// process committed, what is a timer, and what a crash left behind is claimed from the store. A crash between publish and delete
/// publishes again, with the same message id: receivers drop the repetition by its natural key.
/// </summary>
internal sealed class OutboxRelay(
    IOutboxStore store,
    ILeaseStore leases,
    IMessageSender sender,
    IChangeSignal signal,
    Delivery delivery,
    IHostApplicationLifetime lifetime,
    IOptions<OrchestratorOptions> options,
    TimeProvider clock,
    ILogger<OutboxRelay> logger) : BackgroundService
{
    private const int ClaimSize = 200;
    private const int DeleteSize = 500;
    private static readonly TimeSpan Forever = TimeSpan.FromDays(3650);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);

    private readonly OrchestratorOptions _options = options.Value;
    private readonly Channel<ClaimedMessage> _ready = Channel.CreateBounded<ClaimedMessage>(10_000);
    private readonly Channel<Guid> _done = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Guid, byte> _handedOver = new();

    /// <summary>
    /// Publishes from memory what a commit just made due. When too much waits already the rows are left to the claim, which finds
    /// them once their hold is over: overload slows down, it loses nothing.
    /// </summary>
    public void Committed(WriteSet set)
    {
        var now = clock.GetUtcNow();
        foreach (var row in set.Outbox)
        {
            if (row.Due <= now)
            {
                _ready.Writer.TryWrite(new ClaimedMessage(set.Tenant, set.Run, row, 0));
            }
        }
    }

    /// <summary>On a transport that forgets: this message did its work, its row may go.</summary>
    public void Consumed(Guid? messageId)
    {
        if (delivery.ForgetsAtAStop && messageId is { } id)
        {
            _handedOver.TryRemove(id, out _);
            _done.Writer.TryWrite(id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        if (delivery.ForgetsAtAStop)
        {
            await RetryAsync(TakeUpAsync, stoppingToken);
        }

        await Task.WhenAll(
            LoopAsync(ClaimAsync, stoppingToken),
            Parallel.ForEachAsync(
                _ready.Reader.ReadAllAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = _options.PublishConcurrency, CancellationToken = stoppingToken },
                PublishAsync),
            LoopAsync(DeleteAsync, stoppingToken));
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(cancellationToken);
    }

    private async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        var dropped = 0;
        while (await leases.ClaimExpiredAsync(DeleteSize, Forever, DateTimeOffset.MaxValue.AddYears(-1000), cancellationToken) is { Count: > 0 } old)
        {
            await leases.DeleteAsync(old, cancellationToken);
            dropped += old.Count;
        }

        await store.ReleaseHoldsAsync(clock.GetUtcNow(), cancellationToken);
        Log.TakenUp(logger, dropped);
    }

    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hold = delivery.ForgetsAtAStop ? Forever : _options.ClaimHold;
        var claimed = await store.ClaimAsync(ClaimSize, hold, now, cancellationToken);
        foreach (var message in claimed)
        {
            await _ready.Writer.WriteAsync(message, cancellationToken);
        }

        if (claimed.Count == ClaimSize)
        {
            return;
        }

        var wait = await store.NextDueAsync(cancellationToken) - clock.GetUtcNow() ?? _options.PollInterval;
        wait = wait < _options.PollInterval ? wait : _options.PollInterval;
        if (wait > TimeSpan.Zero)
        {
            await signal.WaitForOutboxAsync(wait, cancellationToken);
        }
    }

    private async ValueTask PublishAsync(ClaimedMessage message, CancellationToken cancellationToken)
    {
        var row = message.Row;
        if (delivery.ForgetsAtAStop && !_handedOver.TryAdd(row.MessageId, 0))
        {
            return;
        }

        try
        {
            if (row.Type == nameof(DispatchAttempt))
            {
                await sender.EnsureQueueAsync(row.Exchange, cancellationToken);
            }

            await sender.SendAsync(ToMessage(message), cancellationToken);
            CrashPoint.Hit("after-publish");
            if (!delivery.ForgetsAtAStop)
            {
                _done.Writer.TryWrite(row.MessageId);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _handedOver.TryRemove(row.MessageId, out _);
            await FailedAsync(message, e, cancellationToken);
        }
    }

    private async Task FailedAsync(ClaimedMessage message, Exception error, CancellationToken cancellationToken)
    {
        var attempt = message.Attempts + 1;
        var row = message.Row;
        DateTimeOffset? retryAt = clock.GetUtcNow() + Backoff(attempt);
        if (error is MessageRefusedException && attempt >= _options.MaxPublishAttempts)
        {
            retryAt = null;
            Log.MessageParked(logger, row.MessageId, row.Exchange, attempt, error.Message);
        }
        else
        {
            Log.PublishFailed(logger, row.MessageId, row.Exchange, attempt, error.Message, retryAt.Value);
        }

        try
        {
            await store.FailAsync(row.MessageId, error.Message, retryAt, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The row's hold runs out by itself; then it is claimed again.
            Log.OutboxUnavailable(logger, e.Message);
        }
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        await _done.Reader.WaitToReadAsync(cancellationToken);
        var ids = new List<Guid>();
        while (ids.Count < DeleteSize && _done.Reader.TryRead(out var id))
        {
            ids.Add(id);
        }

        await RetryAsync(token => store.DeleteAsync(ids, token), cancellationToken);
    }

    private static OutgoingMessage ToMessage(ClaimedMessage message)
    {
        var row = message.Row;
        return new OutgoingMessage(
            row.MessageId, row.Exchange, row.RoutingKey, row.Type, row.ContentType, row.Body, row.Headers ?? HeadersOf(message));
    }

    private static Dictionary<string, string> HeadersOf(ClaimedMessage message)
    {
        var headers = new Dictionary<string, string> { [WireHeaders.Tenant] = message.Tenant };
        if (message.Run is { } run)
        {
            headers[WireHeaders.Run] = run.ToString();
        }

        if (message.Row.TraceParent is { } trace)
        {
            headers[WireHeaders.TraceParent] = trace;
        }

        return headers;
    }

    private static TimeSpan Backoff(int attempt)
    {
        var delay = TimeSpan.FromMilliseconds(250 * Math.Pow(2, Math.Min(attempt - 1, 10)));
        return delay < MaxBackoff ? delay : MaxBackoff;
    }

    private async Task LoopAsync(Func<CancellationToken, Task> once, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await RetryAsync(once, cancellationToken);
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
                Log.OutboxUnavailable(logger, e.Message);
                await Task.Delay(Backoff(attempt), clock, cancellationToken);
            }
        }
    }
}
