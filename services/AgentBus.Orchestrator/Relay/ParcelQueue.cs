using System.Collections.Concurrent;
using System.Threading.Channels;
using AgentBus.Storage.Outbox;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator.Relay;

/// <summary>
/// Publishes parcels in the order of their hand-over, many on their way at the same time. While the broker is away nothing new is begun: what failed is
/// tried again in its order, first one message to find out, then the rest. Where nothing waits, who hands a parcel over begins it. What waits longer than its
/// hold is dropped, since another relay may have it by then; its row stays in the store. So does what the broker refuses, which holds up nobody else.
/// </summary>
/// <param name="send">Sends one message: true = confirmed, false = refused and put back; it throws when the broker is away.</param>
/// <param name="atOnce">Messages on their way at the same time.</param>
internal sealed class ParcelQueue(Func<ClaimedMessage, CancellationToken, Task<bool>> send, int atOnce, TimeProvider clock, ILogger logger) : IDisposable
{
    private const int Capacity = 10_000;
    private const int MaxClaimed = 400;
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly Channel<Parcel?> _waiting = Channel.CreateBounded<Parcel?>(Capacity);
    private readonly ConcurrentQueue<Parcel> _unsent = new();
    private readonly SemaphoreSlim _slots = new(atOnce);
    private readonly SemaphoreSlim _claimed = new(MaxClaimed);
    private long _bytes;
    private long _numbers;
    private CancellationToken _abandon;
    private volatile bool _isOpen;
    private volatile bool _isAway;
    private volatile string _reason = "";

    /// <summary>Told of each confirmed message.</summary>
    public required Action<ClaimedMessage> Published { get; init; }

    /// <summary>Told of each message that is left to the store.</summary>
    public required Action<ClaimedMessage> Dropped { get; init; }

    /// <summary>False when too much waits already, in number or bytes.</summary>
    public bool TryAdd(Parcel parcel)
    {
        if (Interlocked.Add(ref _bytes, parcel.Bytes) <= MaxBytes && (TryBegin(parcel) || _waiting.Writer.TryWrite(parcel)))
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -parcel.Bytes);
        return false;
    }

    /// <summary>Waits for room: claimed rows are better left in the store than in the memory of a process that cannot publish them.</summary>
    public async Task AddAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        for (var i = 0; i < parcels.Count; i++)
        {
            try
            {
                await _claimed.WaitAsync(cancellationToken);
                await _waiting.Writer.WriteAsync(parcels[i], cancellationToken);
                Interlocked.Add(ref _bytes, parcels[i].Bytes);
            }
            catch (OperationCanceledException)
            {
                // A stop: what was claimed is published with the rest, or handed back.
                parcels.Skip(i).ToList().ForEach(_unsent.Enqueue);
                throw;
            }
        }
    }

    /// <summary>Takes nothing more.</summary>
    public void Close()
    {
        _isOpen = false;
        _waiting.Writer.TryComplete();
    }

    /// <summary>Publishes until it is closed and empty; what is left when it is told to abandon stays to be taken.</summary>
    public async Task RunAsync(CancellationToken abandon)
    {
        (_abandon, _isOpen) = (abandon, true);
        try
        {
            await foreach (var parcel in _waiting.Reader.ReadAllAsync(abandon))
            {
                if (parcel is not null)
                {
                    parcel.Number = Interlocked.Increment(ref _numbers);
                    await BeginAsync(parcel, abandon);
                }

                await SendAgainAsync(abandon);
            }

            await AllEndedAsync(abandon);
            while (!_unsent.IsEmpty)
            {
                await SendAgainAsync(abandon);
                await AllEndedAsync(abandon);
            }
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            await AllEndedAsync(CancellationToken.None);
        }
    }

    /// <summary>After <see cref="RunAsync"/>: messages that were not sent.</summary>
    public IEnumerable<ClaimedMessage> TakeLeft()
    {
        while (_unsent.TryDequeue(out var parcel) || _waiting.Reader.TryRead(out parcel))
        {
            foreach (var message in parcel?.Left ?? [])
            {
                yield return message;
            }
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _claimed.Dispose();
    }

    // Saves the message a change of threads. It ends by itself: a stop waits for its slot.
    private bool TryBegin(Parcel parcel)
    {
        if (!_isOpen || _isAway || !_unsent.IsEmpty || _waiting.Reader.Count > 0 || !_slots.Wait(0, CancellationToken.None))
        {
            return false;
        }

        parcel.Number = Interlocked.Increment(ref _numbers);
        _ = EndAsync(parcel, _abandon);
        return true;
    }

    private async Task BeginAsync(Parcel parcel, CancellationToken abandon)
    {
        try
        {
            await _slots.WaitAsync(abandon);
        }
        catch (OperationCanceledException)
        {
            _unsent.Enqueue(parcel);
            return;
        }

        _ = EndAsync(parcel, abandon);
    }

    // Begun has the slot.
    private async Task EndAsync(Parcel parcel, CancellationToken abandon)
    {
        await TryPublishAsync(parcel, abandon);
        _slots.Release();
    }

    private async Task SendAgainAsync(CancellationToken abandon)
    {
        for (var attempt = 1; !_unsent.IsEmpty; attempt++)
        {
            await AllEndedAsync(abandon);
            Log.BrokerAway(logger, _unsent.Count, Backoff.After(attempt), _reason);
            await Task.Delay(Backoff.After(attempt), clock, abandon);
            var again = new List<Parcel>();
            while (_unsent.TryDequeue(out var parcel))
            {
                again.Add(parcel);
            }

            again.Sort((one, other) => one.Number.CompareTo(other.Number));
            var isBack = await TryPublishAsync(again[0], abandon);
            foreach (var parcel in again.Skip(1))
            {
                if (isBack)
                {
                    await BeginAsync(parcel, abandon);
                }
                else
                {
                    _unsent.Enqueue(parcel);
                }
            }
        }

        _isAway = false;
    }

    private async Task AllEndedAsync(CancellationToken abandon)
    {
        for (var slot = 0; slot < atOnce; slot++)
        {
            await _slots.WaitAsync(abandon);
        }

        _slots.Release(atOnce);
    }

    // False = the broker is away, and the parcel is kept.
    private async Task<bool> TryPublishAsync(Parcel parcel, CancellationToken abandon)
    {
        try
        {
            while (!parcel.IsDone && clock.GetElapsedTime(parcel.Taken) <= parcel.Hold && await send(parcel.Next, abandon))
            {
                Published(parcel.Next);
                parcel.Confirmed++;
            }
        }
        catch (Exception e)
        {
            // Nobody else reads the queue, so the loop has to be woken.
            (_reason, _isAway) = (e.Message, true);
            _unsent.Enqueue(parcel);
            _waiting.Writer.TryWrite(null);
            return false;
        }

        for (var i = parcel.Confirmed; i < parcel.Messages.Count; i++)
        {
            Dropped(parcel.Messages[i]);
        }

        Interlocked.Add(ref _bytes, -parcel.Bytes);
        if (parcel.IsClaimed)
        {
            _claimed.Release();
        }

        return true;
    }
}
