using AgentBus.Workflows.Execution;

namespace AgentBus.Storage.Runs;

/// <summary>What the orchestrator loads and starts. Writes of a running run go through <see cref="ICommitter"/> alone.</summary>
public interface IRunStore
{
    /// <summary>Commits a Pending run, or finds the earlier one of the same id or request key.</summary>
    Task<StartedRun> StartAsync(NewRun run, CancellationToken cancellationToken);

    /// <summary>The run's row, or null.</summary>
    Task<LoadedRun?> LoadAsync(string tenant, Guid run, CancellationToken cancellationToken);

    /// <summary>Exactly the documents of a read set; a missing one is left out.</summary>
    Task<RunData> LoadDocumentsAsync(string tenant, Guid run, ReadSet reads, CancellationToken cancellationToken);
}

/// <summary>The part of a run's row that a decision needs.</summary>
public sealed record LoadedRun(
    Guid Id, string Tenant, long Version, string Status, string Namespace, string Name, string DefinitionVersion, byte[] EngineState);
