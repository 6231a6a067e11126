namespace AgentBus.Storage.Queries;

/// <summary>What the history recorded when steps began.</summary>
public interface IStepOrigins
{
    /// <summary>The last beginning of a step, by its id or by its task's path; null = it never began.</summary>
    Task<StepBeginning?> FindAsync(string tenant, Guid run, string step, CancellationToken cancellationToken);
}

/// <summary>That a step began. Data is JSON and says where its input and the context were.</summary>
public sealed record StepBeginning(string Step, string Data);
