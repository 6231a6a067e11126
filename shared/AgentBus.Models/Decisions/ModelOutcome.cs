namespace AgentBus.Models.Decisions;

/// <summary>What an answer, or an attempt with all its calls, turned out to be worth. Names a decision, or a run's step and attempt.</summary>
/// <param name="Id">Its id; a repetition has the same.</param>
/// <param name="Tenant">Whose it is; it judges no other tenant's decisions.</param>
/// <param name="DecisionId">The decision it judges; null judges all calls of the attempt equally.</param>
/// <param name="RunId">Run of the attempt.</param>
/// <param name="Step">Step of the run.</param>
/// <param name="Attempt">Attempt of the step.</param>
/// <param name="Quality">0, worthless, to 1, right.</param>
/// <param name="Source">Who judged, of <see cref="OutcomeSources"/>.</param>
/// <param name="CostUsd">What the attempt cost, in US dollars.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="At">When it was judged.</param>
public sealed record ModelOutcome(
    Guid Id, string Tenant, Guid? DecisionId, Guid? RunId, string? Step, int? Attempt, double Quality, string Source, decimal? CostUsd, TimeSpan? Latency, DateTimeOffset At);
