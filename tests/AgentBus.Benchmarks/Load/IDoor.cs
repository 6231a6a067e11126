namespace AgentBus.Benchmarks;

/// <summary>How a load asks for runs and learns that they ended.</summary>
internal interface IDoor
{
    /// <summary>Asks for the run of this number of the load; returns its id when that is accepted.</summary>
    Task<Guid> StartAsync(int number, CancellationToken cancellationToken);

    /// <summary>Which of these ended. Throws when one did not complete.</summary>
    Task<IReadOnlyList<Guid>> EndedAsync(IReadOnlyCollection<Guid> open, CancellationToken cancellationToken);
}
