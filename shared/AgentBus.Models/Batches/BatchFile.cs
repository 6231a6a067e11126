namespace AgentBus.Models.Batches;

/// <summary>A file that somebody uploaded.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="CreatedAt">When it came.</param>
public sealed record BatchFile(string Id, string Tenant, string Name, long Bytes, DateTimeOffset CreatedAt);
