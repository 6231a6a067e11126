namespace AgentBus.Hosting.Modes;

/// <summary>Something a service needs before it runs: a schema, queues, policies.</summary>
public interface ISetupStep
{
    /// <summary>For the log.</summary>
    string Name { get; }

    /// <summary>Whether <c>run</c> refuses to start while <see cref="CheckAsync"/> finds something missing; else it is only logged.</summary>
    bool NeededToRun => true;

    /// <summary>Creates or updates; safe to repeat and to run from several processes. Throws with one clear line when it cannot.</summary>
    Task SetupAsync(CancellationToken cancellationToken);

    /// <summary>Null when all is there; else one line that says what is missing and what to do. Throws when it cannot be reached.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}
