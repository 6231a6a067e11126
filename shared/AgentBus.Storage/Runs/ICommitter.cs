namespace AgentBus.Storage.Runs;

/// <summary>
/// Group commit: waiting sets (up to 64, sorted by run id, no added delay) go as one batch in one transaction.
/// </summary>
public interface ICommitter
{
    /// <summary>True = written. False = the run had moved on: nothing was written, load again and decide again.</summary>
    Task<bool> CommitAsync(WriteSet set, CancellationToken cancellationToken);
}
