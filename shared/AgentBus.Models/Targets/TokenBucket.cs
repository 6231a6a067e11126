namespace AgentBus.Models.Targets;

/// <summary>So many a minute: a bucket that holds a minute's worth and fills evenly. Time comes in as an argument.</summary>
internal sealed class TokenBucket
{
    private double _level = double.NaN;
    private DateTimeOffset _at;

    /// <summary>How long until <paramref name="amount"/> may be taken; zero when now. More than a whole minute's worth may be taken from a full bucket.</summary>
    public TimeSpan Wait(DateTimeOffset now, int perMinute, double amount)
    {
        if (perMinute == 0)
        {
            return TimeSpan.Zero;
        }

        var missing = Math.Min(amount, perMinute) - Level(now, perMinute);
        return missing <= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(missing / perMinute);
    }

    /// <summary>Takes; the level may fall below zero, when more was used than was thought.</summary>
    public void Take(DateTimeOffset now, int perMinute, double amount)
    {
        if (perMinute > 0)
        {
            _level = Level(now, perMinute) - amount;
        }
    }

    private double Level(DateTimeOffset now, int perMinute)
    {
        _level = double.IsNaN(_level) ? perMinute : Math.Min(perMinute, _level + (Math.Max(0, (now - _at).TotalMinutes) * perMinute));
        _at = now;
        return _level;
    }
}
