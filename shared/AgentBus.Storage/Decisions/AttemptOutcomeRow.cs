namespace AgentBus.Storage.Decisions;

/// <summary>What an attempt of the run was worth. One whose id is there already is left alone.</summary>
/// <param name="Decision">The one call that is judged; null = all model calls of the attempt, equally.</param>
/// <param name="Quality">0, worthless, to 1, right.</param>
/// <param name="Source">Who judged, of <see cref="AgentBus.Models.Decisions.OutcomeSources"/>.</param>
public sealed record AttemptOutcomeRow(Guid Id, string Step, int Attempt, double Quality, string Source, decimal CostUsd, TimeSpan? Took, Guid? Decision = null);
