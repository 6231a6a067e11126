namespace AgentBus.Models.Decisions;

/// <summary>One routed call: what could have taken it, what did, with which probability, and how it went.</summary>
/// <param name="Id">Its id, also in the answer.</param>
/// <param name="At">When it was made.</param>
/// <param name="Tenant">Whose call it was.</param>
/// <param name="RunId">Run of the call.</param>
/// <param name="Step">Step of the run: task, indexes and visit. Calls of parallel items differ in it.</param>
/// <param name="TaskPath">Task of the step.</param>
/// <param name="Attempt">Attempt of the step, from 1.</param>
/// <param name="StepType">What kind of work it was, as learned from.</param>
/// <param name="Policy">Policy that decided.</param>
/// <param name="PolicyVersion">Version of the policy's weights.</param>
/// <param name="FeaturesHash">Hash of what the policy saw of the prompt.</param>
/// <param name="Candidates">Every candidate, with what was predicted or why it was out.</param>
/// <param name="Chosen">The model that gave the answer, or the last one tried.</param>
/// <param name="Propensity">Probability with which the policy chose its first model, 0 to 1.</param>
/// <param name="IsExploration">Whether it was chosen to learn from it.</param>
/// <param name="Why">The reason in words.</param>
/// <param name="CostUsd">What the call cost, in US dollars.</param>
/// <param name="Latency">Time from call to answer.</param>
/// <param name="Outcome"><c>answered</c>, or the error code.</param>
/// <param name="Features">What the policy learns from once the outcome is known, in its own form and never the prompt itself; null when it learns nothing of it.</param>
public sealed record ModelDecision(
    Guid Id,
    DateTimeOffset At,
    string Tenant,
    Guid? RunId,
    string? Step,
    string? TaskPath,
    int? Attempt,
    string StepType,
    string Policy,
    string PolicyVersion,
    ulong FeaturesHash,
    IReadOnlyList<DecisionCandidate> Candidates,
    string Chosen,
    double Propensity,
    bool IsExploration,
    string Why,
    decimal CostUsd,
    TimeSpan Latency,
    string Outcome,
    ReadOnlyMemory<byte>? Features = null)
{
    /// <summary>The <see cref="Outcome"/> of a call that got its answer.</summary>
    public const string Answered = "answered";
}
