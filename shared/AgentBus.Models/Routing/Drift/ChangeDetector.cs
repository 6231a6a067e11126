namespace AgentBus.Models.Routing.Drift;

/// <summary>Watches a stream of outcomes for a change of its success rate in either direction: a fall of the successes, or one of the failures.</summary>
internal sealed class ChangeDetector
{
    private readonly FallDetector _successes = new();
    private readonly FallDetector _failures = new();

    /// <summary>What came since the change, when this outcome raises the alarm; the past then begins there. Else null.</summary>
    public Tally? Fold(double outcome, double weight = 1)
    {
        var fall = _successes.Fold(outcome, weight);
        var rise = _failures.Fold(1 - outcome, weight);
        var since = fall ?? (rise is { } failures ? new Tally(failures.Count, failures.Count - failures.Successes) : null);
        if (since is { } start)
        {
            _successes.Restart(start);
            _failures.Restart(new Tally(start.Count, start.Count - start.Successes));
        }

        return since;
    }

    public void Write(BinaryWriter to)
    {
        _successes.Write(to);
        _failures.Write(to);
    }

    public void Read(BinaryReader from)
    {
        _successes.Read(from);
        _failures.Read(from);
    }
}
