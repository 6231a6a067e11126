namespace AgentBus.Storage.Workers;

/// <summary>The registry of workers. Not by tenant: agents serve all tenants.</summary>
public interface IWorkerStore
{
    Task SeenAsync(WorkerRow worker, CancellationToken cancellationToken);

    Task StoppedAsync(string worker, string agent, CancellationToken cancellationToken);

    /// <summary>Workers seen since a time.</summary>
    Task<IReadOnlyList<WorkerRow>> ListAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Forgets workers not seen since a time.</summary>
    Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A worker as it last announced itself; lanes = it also reads the urgent and the patient lane of its queues.</summary>
public sealed record WorkerRow(
    string Worker, string Agent, string AgentVersion, IReadOnlyList<string> Capabilities, int Concurrency, int Running, DateTimeOffset SeenAt,
    bool Lanes = false);
