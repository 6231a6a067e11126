namespace AgentBus.Models.Catalogue;

/// <summary>What may be sent to a model; 0 for no limit.</summary>
/// <param name="Concurrency">Calls at once.</param>
/// <param name="Waiting">Calls that may wait for that.</param>
/// <param name="RequestsPerMinute">Calls a minute.</param>
/// <param name="TokensPerMinute">Tokens a minute, prompt and answer.</param>
public sealed record ModelLimits(int Concurrency, int Waiting, int RequestsPerMinute, int TokensPerMinute)
{
    /// <summary>No limits.</summary>
    public static ModelLimits None { get; } = new(0, 0, 0, 0);
}
