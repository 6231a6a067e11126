using System.Collections.Concurrent;
using AgentBus.Storage.Agents;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;
using AgentBus.Workflows.Failures;

namespace AgentBus.Orchestrator.Circuits;

/// <summary>
/// How attempts of every agent version ended of late: this orchestrator's own counts at once, those of the others as of the last exchange. A count
/// lost with a process is no harm. A half-open circuit lets one attempt through at a time, in each orchestrator.
/// </summary>
internal sealed class CircuitBoard(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Agent, string Version, DateTimeOffset Slice), (int Succeeded, int Failed)> _own = new();
    private readonly ConcurrentDictionary<(string Agent, string Version), DateTimeOffset> _probes = new();
    private volatile IReadOnlyList<AgentResultCount> _others = [];
    private volatile IReadOnlySet<(string Agent, string Version)> _live = new HashSet<(string, string)>();
    private ConcurrentDictionary<(string Agent, string Version, DateTimeOffset Slice), (int Succeeded, int Failed)> _untold = new();

    /// <summary>An attempt ended.</summary>
    public void Note(string agent, string version, bool failed)
    {
        var key = (agent, version, CircuitPolicy.SliceOf(clock.GetUtcNow()));
        Add(_own, key, failed ? (0, 1) : (1, 0));
        Add(_untold, key, failed ? (0, 1) : (1, 0));
    }

    /// <summary>What was counted since it was last asked for.</summary>
    public IReadOnlyList<AgentResultCount> TakeUntold()
    {
        var taken = Interlocked.Exchange(ref _untold, new());
        return [.. taken.Select(pair => new AgentResultCount(pair.Key.Agent, pair.Key.Version, pair.Key.Slice, pair.Value.Succeeded, pair.Value.Failed))];
    }

    /// <summary>They could not be told; they are kept for the next time.</summary>
    public void PutBack(IReadOnlyList<AgentResultCount> untold)
    {
        foreach (var count in untold)
        {
            Add(_untold, (count.Agent, count.AgentVersion, count.Slice), (count.Succeeded, count.Failed));
        }
    }

    /// <summary>What the others counted, and which versions run. Forgets what is old.</summary>
    public void Learn(IReadOnlyList<AgentResultCount> others, IReadOnlySet<(string Agent, string Version)> live)
    {
        (_others, _live) = (others, live);
        var old = clock.GetUtcNow() - CircuitPolicy.Memory;
        foreach (var key in _own.Keys.Where(key => key.Slice < old))
        {
            _own.TryRemove(key, out _);
        }
    }

    /// <summary>The circuits of the versions that run, by these rules.</summary>
    public AgentCircuits Of(string agent, CircuitBreakerSpec by)
    {
        var now = clock.GetUtcNow();
        var own = _own.Where(pair => pair.Key.Agent == agent)
            .Select(pair => (pair.Key.Version, new CircuitCount(pair.Key.Slice, pair.Value.Succeeded, pair.Value.Failed)));
        var others = _others.Where(count => count.Agent == agent)
            .Select(count => (Version: count.AgentVersion, new CircuitCount(count.Slice, count.Succeeded, count.Failed)));
        var known = own.Concat(others).ToLookup(count => count.Version, count => count.Item2);
        var live = _live.Where(running => running.Agent == agent).Select(running => running.Version).ToList();
        var versions = live.Count > 0 ? live : [.. known.Select(counts => counts.Key)];
        return new AgentCircuits([.. versions.Order(StringComparer.Ordinal).Select(version => Of(agent, version, by, Sum(known[version]), now))]);
    }

    private VersionCircuit Of(string agent, string version, CircuitBreakerSpec by, IReadOnlyList<CircuitCount> counts, DateTimeOffset now)
    {
        var state = CircuitPolicy.StateOf(by, counts, now);
        if (state.Kind != CircuitKind.HalfOpen || TakeProbe((agent, version), by.BreakDuration, now))
        {
            return new VersionCircuit(version, state.Kind, state.Until);
        }

        return new VersionCircuit(version, CircuitKind.Open, _probes[(agent, version)] + by.BreakDuration);
    }

    // A probe whose decision was thrown away, or whose result never came, is followed by another after a break.
    private bool TakeProbe((string Agent, string Version) of, TimeSpan pause, DateTimeOffset now)
    {
        if (_probes.TryGetValue(of, out var last))
        {
            return now >= last + pause && _probes.TryUpdate(of, now, last);
        }

        return _probes.TryAdd(of, now);
    }

    private static List<CircuitCount> Sum(IEnumerable<CircuitCount> counts) =>
        [.. counts.GroupBy(count => count.Slice).OrderBy(slice => slice.Key)
            .Select(slice => new CircuitCount(slice.Key, slice.Sum(count => count.Succeeded), slice.Sum(count => count.Failed)))];

    private static void Add(
        ConcurrentDictionary<(string Agent, string Version, DateTimeOffset Slice), (int Succeeded, int Failed)> counts,
        (string Agent, string Version, DateTimeOffset Slice) key,
        (int Succeeded, int Failed) more) =>
        counts.AddOrUpdate(key, more, (_, before) => (before.Succeeded + more.Succeeded, before.Failed + more.Failed));
}
