using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// Keys of a read set that are not documents of the run: the shell answers them from elsewhere, and with JSON null where there is nothing.
/// They change while a run goes on, so a decision that reads one is made with what was there when it was loaded.
/// </summary>
public static class ExternalKeys
{
    /// <summary>The agents that run now and what they can do: <c>{"research": ["file", "web"]}</c>.</summary>
    public const string Agents = "agents:";

    private const string CachePrefix = "cache:";
    private const string CircuitPrefix = "circuit:";

    /// <summary>Whether the key is answered from outside the run.</summary>
    public static bool IsExternal(string key) =>
        key.StartsWith(CachePrefix, StringComparison.Ordinal) || key.StartsWith(CircuitPrefix, StringComparison.Ordinal) || key == Agents;

    /// <summary>An output that this agent made before under this key: a <see cref="CachedOutput"/> as JSON.</summary>
    public static string Cache(string agent, string key) => $"{CachePrefix}{agent}:{key}";

    /// <summary>Agent and key of a <see cref="Cache"/> key.</summary>
    public static bool TryCache(string external, [NotNullWhen(true)] out string? agent, [NotNullWhen(true)] out string? key)
    {
        var parts = external.StartsWith(CachePrefix, StringComparison.Ordinal) ? external[CachePrefix.Length..].Split(':', 2) : [];
        (agent, key) = parts.Length == 2 ? (parts[0], parts[1]) : (null, null);
        return key is not null;
    }

    /// <summary>The circuits of this agent's versions by these rules: <see cref="AgentCircuits"/> as JSON.</summary>
    public static string Circuits(string agent, CircuitBreakerSpec by) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CircuitPrefix}{agent}:{by.FailureRatio}:{by.MinimumThroughput}:{by.SamplingDuration.Ticks}:{by.BreakDuration.Ticks}");

    /// <summary>Agent and rules of a <see cref="Circuits"/> key.</summary>
    public static bool TryCircuits(string external, [NotNullWhen(true)] out string? agent, [NotNullWhen(true)] out CircuitBreakerSpec? by)
    {
        var culture = CultureInfo.InvariantCulture;
        (agent, by) = external.StartsWith(CircuitPrefix, StringComparison.Ordinal) && external.Split(':') is [_, var name, var ratio, var least, var sampling, var pause]
            ? (name, new CircuitBreakerSpec(
                double.Parse(ratio, culture), int.Parse(least, culture), TimeSpan.FromTicks(long.Parse(sampling, culture)), TimeSpan.FromTicks(long.Parse(pause, culture))))
            : (null, null);
        return by is not null;
    }
}
