namespace AgentBus.Models.Decisions;

/// <summary>Decisions of the router and what became of them; rows are added and never changed, until they are too old.</summary>
public interface IDecisionLog
{
    /// <summary>Adds decisions; one whose id is there already is left alone.</summary>
    Task AppendAsync(IReadOnlyList<ModelDecision> decisions, CancellationToken cancellationToken);

    /// <summary>A decision; null when there is none, or no more.</summary>
    Task<ModelDecision?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>The tenant's decisions of a time, oldest first, from the one after <paramref name="after"/>; for replay and evaluation.</summary>
    Task<IReadOnlyList<ModelDecision>> ListAsync(string tenant, DateTimeOffset since, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>The tenant's last decisions, newest first; of one run where it is given.</summary>
    Task<IReadOnlyList<ModelDecision>> LatestAsync(string tenant, Guid? run, int limit, CancellationToken cancellationToken);

    /// <summary>What the tenant's calls since a time went to, by model.</summary>
    Task<IReadOnlyList<ModelUse>> UseAsync(string tenant, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Outcomes that judge a decision, oldest first: those that name it, and those of its whole attempt.</summary>
    Task<IReadOnlyList<ModelOutcome>> OutcomesOfAsync(ModelDecision decision, CancellationToken cancellationToken);

    /// <summary>Adds outcomes; one whose id is there already is left alone. Returns how many were new.</summary>
    Task<int> AddOutcomesAsync(IReadOnlyList<ModelOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>
    /// Credits after a position, in their order. Outcomes that were written before <paramref name="settledBefore"/> get their places first: by then every
    /// process has written down the decisions they judge, so that all gateways read the same.
    /// </summary>
    Task<IReadOnlyList<OutcomeCredit>> CreditsAfterAsync(long position, DateTimeOffset settledBefore, int limit, CancellationToken cancellationToken);

    /// <summary>The shared state of a learner; null when there is none.</summary>
    Task<LearnedState?> LoadStateAsync(string format, CancellationToken cancellationToken);

    /// <summary>Shares a state, unless a later one of the same format is there.</summary>
    Task SaveStateAsync(LearnedState state, CancellationToken cancellationToken);

    /// <summary>Deletes decisions and outcomes from before a time, at most this many of each; returns how many decisions and outcomes.</summary>
    Task<int> SweepAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
