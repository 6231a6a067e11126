namespace AgentBus.Workflows.Execution.Tasks;

/// <summary>An output that is not taken.</summary>
/// <param name="Why">The reason, in words for the agent.</param>
/// <param name="By">What judged it: <see cref="AttemptWorth.Schema"/> or <see cref="AttemptWorth.Accept"/>.</param>
internal sealed record Rejection(string Why, string By);
