namespace AgentBus.Storage.Outbox;

/// <summary>
/// Signals inside one process. A signal that meets no waiter is kept for the next one, so that a change between looking and
/// waiting is not missed. Only with several waiters of one run may one of them miss it, and look again at its timeout.
/// </summary>
internal sealed class LocalSignal(TimeProvider time) : IChangeSignal, ISignalSource
{
    private const int ManyWatches = 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Watch> _runs = [];
    private readonly Watch _outbox = new();
    private volatile bool _watched;

    public void OutboxChanged()
    {
        lock (_gate)
            _outbox.Signal.TrySetResult();
    }

    /// <summary>Costs nothing as long as nobody watches a run.</summary>
    public void RunChanged(Guid run)
    {
        if (!_watched)
            return;
        lock (_gate)
        {
            if (_runs.TryGetValue(run, out var watch))
                watch.Signal.TrySetResult();
        }
    }

    public Task WaitForOutboxAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitAsync(_outbox, timeout, cancellationToken);

    public async Task WaitForRunAsync(Guid run, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var watch = Enter(run);
        var heard = false;
        try
        {
            heard = await WaitAsync(watch, timeout, cancellationToken);
        }
        finally
        {
            Leave(run, watch, heard);
        }
    }

    private async Task<bool> WaitAsync(Watch watch, TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskCompletionSource signal;
        lock (_gate)
            signal = watch.Signal;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(signal.Task, Task.Delay(timeout, time, ended.Token));
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (signal.Task.IsCompleted && watch.Signal == signal)
                watch.Signal = NewSignal();
        }
        return signal.Task.IsCompleted;
    }

    private Watch Enter(Guid run)
    {
        lock (_gate)
        {
            if (_runs.Count > ManyWatches)
                Forget();
            if (!_runs.TryGetValue(run, out var watch))
                _runs[run] = watch = new Watch();
            watch.Waiters++;
            _watched = true;
            return watch;
        }
    }

    /// <summary>A watch that heard something stays, for its waiter comes back after looking.</summary>
    private void Leave(Guid run, Watch watch, bool heard)
    {
        lock (_gate)
        {
            if (--watch.Waiters == 0 && !heard)
                _runs.Remove(run);
            _watched = _runs.Count > 0;
        }
    }

    /// <summary>Drops the watches of waiters that did not come back.</summary>
    private void Forget()
    {
        foreach (var (run, watch) in _runs)
            if (watch.Waiters == 0)
                _runs.Remove(run);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Watch
    {
        public TaskCompletionSource Signal { get; set; } = NewSignal();

        public int Waiters { get; set; }
    }
}
