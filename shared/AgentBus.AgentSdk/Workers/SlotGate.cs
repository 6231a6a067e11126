namespace AgentBus.AgentSdk.Workers;

/// <summary>
/// The slots of a worker, shared by the deliveries of all its lanes. A slot that is given back while only lower lanes wait is kept for its own lane for
/// <see cref="Grace"/>: the broker sends a lane's next message only after the last one's ack, so the next one is on its way then, and without the wait every
/// other slot would go to a lower lane.
/// </summary>
internal sealed class SlotGate(int slots, TimeProvider time) : IDisposable
{
    /// <summary>Ample for an ack and a delivery, and short beside the work of an agent.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly LaneLine<TaskCompletionSource> line = new();
    private readonly List<Kept> kept = [];
    private int free = slots;

    /// <summary>Takes a slot if one is free and nobody waits.</summary>
    public bool TryTake()
    {
        lock (gate)
        {
            if (free == 0 || !line.IsEmpty)
            {
                return false;
            }

            free--;
            return true;
        }
    }

    /// <summary>Ends with a slot, to be given back by <see cref="Release"/>.</summary>
    /// <exception cref="OperationCanceledException">The token came first; no slot was taken.</exception>
    public Task TakeAsync(Lane lane, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<LaneLine<TaskCompletionSource>.Place> place;
        lock (gate)
        {
            place = line.Add(lane, turn);
            Serve();
        }

        if (!turn.Task.IsCompleted)
        {
            var registration = cancellationToken.Register(() => Leave(place, turn, cancellationToken));
            _ = turn.Task.ContinueWith(_ => registration.Unregister(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return turn.Task;
    }

    /// <summary>Gives back a slot that a delivery of this lane had.</summary>
    public void Release(Lane lane)
    {
        lock (gate)
        {
            if (line.TryNext(lane, out var next))
            {
                next.SetResult();
            }
            else if (line.IsEmpty)
            {
                free++;
            }
            else
            {
                Keep(lane);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            kept.ForEach(slot => slot.Timer?.Dispose());
            kept.Clear();
        }
    }

    private void Leave(LinkedListNode<LaneLine<TaskCompletionSource>.Place> place, TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (line.Remove(place))
            {
                turn.SetCanceled(cancellationToken);
            }
        }
    }

    private void Serve()
    {
        while (free > 0 && line.TryNext(Lane.Low, out var next))
        {
            free--;
            next.SetResult();
        }

        foreach (var slot in kept.ToList())
        {
            if (line.TryNext(slot.Lane, out var next))
            {
                Forget(slot);
                next.SetResult();
            }
        }
    }

    private void Keep(Lane lane)
    {
        var slot = new Kept(lane);
        kept.Add(slot);
        slot.Timer = time.CreateTimer(_ => Open(slot), null, Grace, Timeout.InfiniteTimeSpan);
    }

    // Nothing came of its own lane in time.
    private void Open(Kept slot)
    {
        lock (gate)
        {
            if (Forget(slot))
            {
                free++;
                Serve();
            }
        }
    }

    private bool Forget(Kept slot)
    {
        slot.Timer?.Dispose();
        return kept.Remove(slot);
    }

    private sealed class Kept(Lane lane)
    {
        public Lane Lane => lane;

        public ITimer? Timer { get; set; }
    }
}
