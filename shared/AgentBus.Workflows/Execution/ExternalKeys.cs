using System.Diagnostics.CodeAnalysis;

namespace AgentBus.Workflows.Execution;

/// <summary>
/// Keys of a read set that are not documents of the run: the shell answers them from elsewhere, and with JSON null where there is nothing.
/// They change while a run goes on, so a decision that reads one is made with what was there when it was loaded.
/// </summary>
public static class ExternalKeys
{
    private const string CachePrefix = "cache:";

    /// <summary>Whether the key is answered from outside the run.</summary>
    public static bool IsExternal(string key) => key.StartsWith(CachePrefix, StringComparison.Ordinal);

    /// <summary>An output that this agent made before under this key: a <see cref="CachedOutput"/> as JSON.</summary>
    public static string Cache(string agent, string key) => $"{CachePrefix}{agent}:{key}";

    /// <summary>Agent and key of a <see cref="Cache"/> key.</summary>
    public static bool TryCache(string external, [NotNullWhen(true)] out string? agent, [NotNullWhen(true)] out string? key)
    {
        var parts = external.StartsWith(CachePrefix, StringComparison.Ordinal) ? external[CachePrefix.Length..].Split(':', 2) : [];
        (agent, key) = parts.Length == 2 ? (parts[0], parts[1]) : (null, null);
        return key is not null;
    }
}
