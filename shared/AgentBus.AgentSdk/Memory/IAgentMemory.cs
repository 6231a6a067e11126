using System.Text.Json;

namespace AgentBus.AgentSdk;

/// <summary>
/// What the runs of this workflow (of this tenant, all versions) have learnt. Reading asks the orchestrator over the bus. What is put counts
/// when the attempt completes its step, together with its output: a failed or repeated attempt leaves nothing behind, twice or at all.
/// </summary>
public interface IAgentMemory
{
    /// <summary>One memory; null = there is none. What this attempt put is seen at once.</summary>
    /// <exception cref="AgentMemoryException">The orchestrator did not answer; the attempt ends as <c>transient</c> unless it is caught.</exception>
    Task<JsonElement?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Remembers a value, in place of what was there.</summary>
    /// <param name="key">1 to 256 characters.</param>
    /// <param name="value">At most 64 KB as JSON; all of an attempt together 256 KB and 100 keys.</param>
    /// <param name="ttl">How long; null = until it is forgotten by hand.</param>
    /// <param name="cancellationToken">Not needed yet: the value goes with the result.</param>
    /// <exception cref="ArgumentException">One of these limits is exceeded.</exception>
    Task PutAsync(string key, JsonElement value, TimeSpan? ttl = null, CancellationToken cancellationToken = default);

    /// <summary>The memories that share most words with a text, best first. What this attempt put is not among them.</summary>
    /// <param name="text">Words; their order and marks do not count.</param>
    /// <param name="top">At most this many; 1 to 50.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AgentMemoryException">As for <see cref="GetAsync"/>.</exception>
    Task<IReadOnlyList<AgentMemory>> SearchAsync(string text, int top = 5, CancellationToken cancellationToken = default);
}

/// <summary>A memory that was found.</summary>
/// <param name="Run">The run that put it there last.</param>
public sealed record AgentMemory(string Key, JsonElement Value, Guid Run, DateTimeOffset StoredAt);
