namespace AgentBus.Storage.Outbox;

/// <summary>A message that the broker refused for good, until somebody releases or discards it.</summary>
/// <param name="Id">Its message id.</param>
/// <param name="Attempts">How often it was refused.</param>
public sealed record ParkedMessage(Guid Id, Guid? Run, string Type, string Exchange, DateTimeOffset ParkedAt, int Attempts, string? LastError);
