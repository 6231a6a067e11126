namespace AgentBus.Models.Targets;

/// <summary>Calls at once, at most so many. Who must wait does so in the queue of its tenant, and the tenants take turns: one with a thousand calls delays another's first by one call, not by a thousand.</summary>
internal sealed class FairSlots
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource>> _queues = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = [];
    private int _busy;
    private int _waiting;

    public (int Busy, int Waiting) Count
    {
        get
        {
            lock (_lock)
            {
                return (_busy, _waiting);
            }
        }
    }

    /// <summary>Waits for a slot; false when too many wait already. 0 for no limit. Who got true calls <see cref="Leave"/>.</summary>
    public async ValueTask<bool> EnterAsync(string tenant, int limit, int maxWaiting, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> mine;
        lock (_lock)
        {
            if (limit == 0 || (_busy < limit && _waiting == 0))
            {
                _busy++;
                return true;
            }

            if (_waiting >= maxWaiting)
            {
                return false;
            }

            mine = Enqueue(tenant);
        }

        await using var given = cancellationToken.UnsafeRegister(_ => GiveUp(tenant, mine, cancellationToken), null);
        await mine.Value.Task;
        return true;
    }

    /// <summary>Gives the slot on. The limit is passed since it may have changed; when it was raised, more than one gets in.</summary>
    public void Leave(int limit)
    {
        List<TaskCompletionSource> next = [];
        lock (_lock)
        {
            _busy--;
            while (_waiting > 0 && (limit == 0 || _busy < limit))
            {
                _busy++;
                next.Add(Dequeue());
            }
        }

        next.ForEach(n => n.SetResult());
    }

    private LinkedListNode<TaskCompletionSource> Enqueue(string tenant)
    {
        if (!_queues.TryGetValue(tenant, out var queue))
        {
            _queues[tenant] = queue = [];
            _turns.Enqueue(tenant);
        }

        _waiting++;
        return queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>The first of the tenant whose turn it is; a tenant with more goes to the end of the turns. There is one that waits.</summary>
    private TaskCompletionSource Dequeue()
    {
        while (true)
        {
            var tenant = _turns.Dequeue();
            var queue = _queues[tenant];
            var first = queue.First?.Value;
            if (first is not null)
            {
                queue.RemoveFirst();
            }

            if (queue.Count > 0)
            {
                _turns.Enqueue(tenant);
            }
            else
            {
                _queues.Remove(tenant);
            }

            if (first is not null)
            {
                _waiting--;
                return first;
            }
        }
    }

    /// <summary>An emptied queue keeps its turn, which is then passed over.</summary>
    private void GiveUp(string tenant, LinkedListNode<TaskCompletionSource> mine, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (mine.List is null)
            {
                return;
            }

            mine.List.Remove(mine);
            _waiting--;
        }

        mine.Value.TrySetCanceled(cancellationToken);
    }
}
