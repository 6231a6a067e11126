namespace AgentBus.Models.Tests.Gateway;

/// <summary>The time of day stands until it is moved; timers and stopwatches are the real ones.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Move(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

    public void MoveSeconds(double seconds) => Move(TimeSpan.FromSeconds(seconds));
}
