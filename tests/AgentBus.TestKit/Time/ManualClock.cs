namespace AgentBus.TestKit.Time;

/// <summary>A clock that stands still until told to advance. Timers that come due run on the caller's thread.</summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Set)> awaited = [];
    private DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when a timer that runs in this time is set, or is set already: what a test waits for before it advances.</summary>
    public Task TimerSetAsync(TimeSpan due)
    {
        lock (gate)
        {
            if (timers.Exists(timer => timer.DueAt == now + due))
            {
                return Task.CompletedTask;
            }

            var set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((due, set));
            return set.Task.WaitAsync(TimeSpan.FromSeconds(30), System);
        }
    }

    /// <summary>Moves on, running every timer that comes due on the way, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
        {
            due();
        }
    }

    private Action? TakeDue(DateTimeOffset end)
    {
        lock (gate)
        {
            if (timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt) is not { } timer)
            {
                now = end;
                return null;
            }

            now = timer.DueAt > now ? timer.DueAt : now;
            timer.Next();
            return timer.Run;
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action run) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MaxValue;

        public Action Run => run;

        public void Next() => (DueAt, _) = period > TimeSpan.Zero ? (DueAt + period, true) : (DateTimeOffset.MaxValue, false);

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (clock.gate)
            {
                period = newPeriod;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock.now + dueTime;
                clock.timers.Remove(this);
                clock.timers.Add(this);
                foreach (var (due, set) in clock.awaited.Where(wait => wait.Due == dueTime).ToList())
                {
                    clock.awaited.Remove((due, set));
                    set.SetResult();
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
