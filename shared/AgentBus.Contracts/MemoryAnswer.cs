using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>To the asker: what was found.</summary>
/// <param name="RequestId">As asked.</param>
/// <param name="Found">The memories; empty = there are none.</param>
/// <param name="Failure">Why the question could not be answered; null = it was.</param>
public sealed record MemoryAnswer(Guid RequestId, IReadOnlyList<MemoryFound> Found, AgentFailure? Failure = null);

/// <summary>A memory.</summary>
/// <param name="Run">The run that put it there last.</param>
/// <param name="StoredAt">When.</param>
/// <param name="ExpiresAt">When it is forgotten; null = never.</param>
public sealed record MemoryFound(string Key, JsonElement Value, Guid Run, DateTimeOffset StoredAt, DateTimeOffset? ExpiresAt = null);
