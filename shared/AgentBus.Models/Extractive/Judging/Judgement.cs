namespace AgentBus.Models.Extractive.Judging;

/// <summary>What is wrong with a claim.</summary>
/// <param name="Kind"><c>number</c>, <c>name</c>, <c>negation</c>, <c>overlap</c> (only part of it is in the passage) or <c>unsupported</c> (hardly any of it is).</param>
/// <param name="Detail">In words, naming what the claim says and what the passage says.</param>
internal sealed record Fault(string Kind, string Detail);

/// <summary>Whether a passage supports a claim.</summary>
/// <param name="Support">0..1: how much of the claim the passage says, lowered by each contradiction.</param>
/// <param name="Faults">Empty when the claim may stand.</param>
internal sealed record Judgement(double Support, IReadOnlyList<Fault> Faults);
