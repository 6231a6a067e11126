namespace AgentBus.Workflows.Failures;

/// <summary>A rung of the failure ladder, with its reason for the history.</summary>
internal abstract record LadderDecision(string Reason)
{
    /// <summary>The same agent again.</summary>
    public sealed record Retry(TimeSpan After, string Reason) : LadderDecision(Reason);

    /// <summary>Another agent, at once.</summary>
    public sealed record Use(string Agent, string Reason) : LadderDecision(Reason);

    /// <summary>A person, because the agent asked for one.</summary>
    public sealed record Ask(string Reason) : LadderDecision(Reason);

    /// <summary>Nobody is left; the task's <c>onExhausted</c> decides.</summary>
    public sealed record Exhausted(string Reason) : LadderDecision(Reason);
}
