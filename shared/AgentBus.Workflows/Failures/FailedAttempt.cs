using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Execution;

namespace AgentBus.Workflows.Failures;

/// <summary>What the ladder looks at.</summary>
/// <param name="Words">The failure, for people.</param>
/// <param name="Agent">Who failed.</param>
/// <param name="NextAgent">Who else may be asked; null = nobody.</param>
/// <param name="Failures">Failures of this agent that count, this one included.</param>
/// <param name="Elapsed">Since the step began.</param>
/// <param name="Policy">Null inside a <c>try</c>: its own retry decides.</param>
/// <param name="Luck">0..1, see <see cref="Backoffs.Luck"/>.</param>
internal sealed record FailedAttempt(
    OutcomeKind Kind, string Words, string Agent, string? NextAgent, int Failures, TimeSpan Elapsed, TimeSpan? RetryAfter, RetryPolicy? Policy, double Luck);
