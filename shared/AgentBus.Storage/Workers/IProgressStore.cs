namespace AgentBus.Storage.Workers;

/// <summary>How far open attempts are, for people to see. Not part of a run's transaction and not kept in its history.</summary>
public interface IProgressStore
{
    /// <summary>Shows this text as the reason of the step's row while that attempt is open; else does nothing.</summary>
    Task NoteAsync(string tenant, Guid run, string step, int attempt, string text, CancellationToken cancellationToken);
}
