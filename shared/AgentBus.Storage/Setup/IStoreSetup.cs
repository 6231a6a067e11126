namespace AgentBus.Storage.Setup;

/// <summary>Schema of the store.</summary>
public interface IStoreSetup
{
    /// <summary>Brings the schema up to date; safe to run at the same time from several processes.</summary>
    Task SetupAsync(CancellationToken cancellationToken);

    /// <summary>Null when the store answers and its schema fits; else one line that says what is wrong and what to do.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}
