namespace AgentBus.Storage.DeadLetters;

/// <summary>A message that was given up, as it was found.</summary>
/// <param name="Id">Of the message in its queue: the same for every copy of it.</param>
/// <param name="Tenant">Empty where none could be told.</param>
/// <param name="Queue">Where it failed.</param>
/// <param name="MessageId">As its sender gave it, or derived from its content.</param>
/// <param name="Type">The type header; null = there was none.</param>
/// <param name="Headers">Its own headers, without those of its failure.</param>
/// <param name="Body">As it came, or its beginning where <paramref name="BodyBytes"/> is more.</param>
/// <param name="BodyBytes">The size it had.</param>
/// <param name="Reason">unreadable, failed, skipped, or the broker's: delivery_limit, rejected, expired, maxlen.</param>
/// <param name="Exception">Type of the exception; null where the broker gave up.</param>
/// <param name="HoldsRun">Whether its run waits for this very message and for nothing else.</param>
/// <param name="Replays">How often it had been replayed when it failed.</param>
public sealed record DeadLetterRow(
    Guid Id, string Tenant, string Queue, string MessageId, string? Type, Guid? Run, string? ContentType,
    IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, long BodyBytes, string Reason, string? Exception, string? Error,
    string? Stack, int Deliveries, bool HoldsRun, DateTimeOffset FailedAt, int Replays);
