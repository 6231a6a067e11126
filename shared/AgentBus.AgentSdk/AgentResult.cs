using AgentBus.Contracts;

namespace AgentBus.AgentSdk;

/// <summary>The typed result of an attempt. Made by <see cref="AgentResult"/>, or from an output by conversion.</summary>
public sealed record AgentResult<TOutput>
{
    internal AgentResult(AgentResultKind kind, TOutput? output, AgentFailure? failure, TimeSpan? retryAfter) =>
        (Kind, Output, Failure, RetryAfter) = (kind, output, failure, retryAfter);

    public AgentResultKind Kind { get; }

    public TOutput? Output { get; }

    public AgentFailure? Failure { get; }

    public TimeSpan? RetryAfter { get; }

    public static implicit operator AgentResult<TOutput>(TOutput output) => new(AgentResultKind.Done, output, null, null);

    public static implicit operator AgentResult<TOutput>(AgentResult failure) =>
        new(failure.Kind, default, failure.Failure, failure.RetryAfter);
}

/// <summary>Results that carry no output.</summary>
public sealed record AgentResult
{
    private AgentResult(AgentResultKind kind, string code, string message, TimeSpan? retryAfter = null) =>
        (Kind, Failure, RetryAfter) = (kind, new AgentFailure(code, message), retryAfter);

    public AgentResultKind Kind { get; }

    public AgentFailure Failure { get; }

    public TimeSpan? RetryAfter { get; }

    /// <summary>The output, as a result.</summary>
    public static AgentResult<TOutput> Done<TOutput>(TOutput output) => output;

    /// <summary>Trying again later may help.</summary>
    /// <param name="after">When at the earliest; null = when the retry policy says.</param>
    public static AgentResult Transient(string code, string message, TimeSpan? after = null) => new(AgentResultKind.Transient, code, message, after);

    /// <summary>Try again after this time; counts no attempt.</summary>
    public static AgentResult RateLimited(TimeSpan after, string message) => new(AgentResultKind.RateLimited, "rate-limited", message, after);

    /// <summary>An output was made but is wrong; the message goes to the next attempt.</summary>
    public static AgentResult InvalidOutput(string message) => new(AgentResultKind.InvalidOutput, "invalid-output", message);

    /// <summary>The agent or its model declined.</summary>
    public static AgentResult Refused(string message) => new(AgentResultKind.Refused, "refused", message);

    /// <summary>Trying again cannot help.</summary>
    public static AgentResult Permanent(string code, string message) => new(AgentResultKind.Permanent, code, message);

    /// <summary>A person has to decide; the message is the question.</summary>
    public static AgentResult AskHuman(string question) => new(AgentResultKind.AskHuman, "ask-human", question);
}
