using AgentBus.Storage.Agents;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Failures;

namespace AgentBus.Gateway.Agents;

/// <summary>How the attempts of an agent version ended in the last hour.</summary>
/// <param name="Circuit">
/// Closed, Open or HalfOpen, by the default values of <c>circuitBreaker</c>; a task with other values, or with none, may see another.
/// </param>
internal sealed record VersionResults(string Version, int Succeeded, int Failed, string Circuit)
{
    public static IReadOnlyList<VersionResults> Of(IReadOnlyList<AgentResultCount> counts, DateTimeOffset now) =>
        [.. counts.GroupBy(count => count.AgentVersion).OrderBy(version => version.Key, StringComparer.Ordinal).Select(version => new VersionResults(
            version.Key, version.Sum(count => count.Succeeded), version.Sum(count => count.Failed),
            CircuitPolicy.StateOf(
                CircuitBreakerSpec.Default,
                [.. version.OrderBy(count => count.Slice).Select(count => new CircuitCount(count.Slice, count.Succeeded, count.Failed))], now).Kind.ToString()))];
}
