using AgentBus.Storage.Workers;

namespace AgentBus.Gateway.Agents;

/// <summary>A kind of worker and those that do it.</summary>
/// <param name="Live">Whether any worker was heard of lately.</param>
/// <param name="Concurrency">Attempts its live workers can do at once.</param>
/// <param name="Running">Attempts they do now.</param>
/// <param name="Results">How attempts ended of late, which circuit breakers look at.</param>
internal sealed record AgentView(
    string Agent, bool Live, IReadOnlyList<string> Versions, IReadOnlyList<string> Capabilities, int Concurrency, int Running,
    DateTimeOffset LastSeen, IReadOnlyList<WorkerView> Workers, IReadOnlyList<VersionResults> Results)
{
    public static AgentView Of(string agent, IReadOnlyList<WorkerRow> rows, DateTimeOffset liveSince, IReadOnlyList<VersionResults> results)
    {
        var live = rows.Where(row => row.SeenAt >= liveSince).ToList();
        return new AgentView(
            agent, live.Count > 0, [.. rows.Select(r => r.AgentVersion).Distinct().Order()],
            [.. rows.SelectMany(r => r.Capabilities).Distinct().Order()], live.Sum(r => r.Concurrency), live.Sum(r => r.Running),
            rows.Max(r => r.SeenAt),
            [.. rows.OrderBy(r => r.Worker).Select(r => new WorkerView(
                r.Worker, r.AgentVersion, r.SeenAt >= liveSince, r.Concurrency, r.Running, r.SeenAt))],
            results);
    }
}

/// <summary>A worker as it last announced itself.</summary>
internal sealed record WorkerView(string Worker, string Version, bool Live, int Concurrency, int Running, DateTimeOffset SeenAt);
