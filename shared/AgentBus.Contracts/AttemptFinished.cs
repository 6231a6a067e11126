using System.Text.Json;

namespace AgentBus.Contracts;

/// <summary>
/// Worker to orchestrator: the attempt ended. The first result for an open step wins; a later one is recorded as superseded and
/// its cost counted.
/// </summary>
/// <param name="Tenant">As dispatched.</param>
/// <param name="Run">As dispatched.</param>
/// <param name="Step">As dispatched.</param>
/// <param name="Attempt">As dispatched.</param>
/// <param name="Agent">The kind of worker that did it.</param>
/// <param name="AgentVersion">Its version.</param>
/// <param name="Worker">The process that did it.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="Output">The output; present when <see cref="AgentResultKind.Done"/>.</param>
/// <param name="Failure">Why not; present in all other cases.</param>
/// <param name="RetryAfterSeconds">For rateLimited: when the limit resets, in seconds from now.</param>
/// <param name="Usage">What it used.</param>
/// <param name="StartedAt">When work began.</param>
/// <param name="EndedAt">When work ended.</param>
/// <param name="Memories">What the workflow shall remember; counts only when this result completes the step.</param>
/// <param name="Judgements">What answers of models were worth, where the agent can tell; at most 100.</param>
public sealed record AttemptFinished(
    string Tenant,
    Guid Run,
    string Step,
    int Attempt,
    string Agent,
    string AgentVersion,
    string Worker,
    AgentResultKind Kind,
    JsonElement? Output = null,
    AgentFailure? Failure = null,
    double? RetryAfterSeconds = null,
    AttemptUsage? Usage = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    IReadOnlyList<MemoryPut>? Memories = null,
    IReadOnlyList<AnswerJudgement>? Judgements = null) : IRunMessage;
