namespace AgentBus.Orchestrator.Saga;

/// <summary>Who waits at each run of this process, in the order of arrival. One visit at a time leads.</summary>
internal sealed class RunLines
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, Guid Run), Queue<RunVisit>?> _lines = [];

    /// <summary>True = nobody is there, so lead; false = wait to be called.</summary>
    public bool Enter(RunVisit visit)
    {
        lock (_gate)
        {
            if (_lines.TryAdd(visit.Line, null))
            {
                return true;
            }

            (_lines[visit.Line] ??= new()).Enqueue(visit);
            return false;
        }
    }

    /// <summary>The next in line, for who leads, where it can join those; null = it cannot, or nobody waits.</summary>
    public RunVisit? Join(IReadOnlyList<RunVisit> those)
    {
        lock (_gate)
        {
            return _lines[those[0].Line] is { Count: > 0 } line && line.Peek() is { FoldKey: { } key } && those.All(one => one.FoldKey is { } other && other != key)
                ? line.Dequeue()
                : null;
        }
    }

    /// <summary>The lead goes to the next in line.</summary>
    public void Leave(RunVisit visit)
    {
        lock (_gate)
        {
            if (_lines[visit.Line] is { Count: > 0 } line)
            {
                line.Dequeue().CallToLead();
            }
            else
            {
                _lines.Remove(visit.Line);
            }
        }
    }
}
