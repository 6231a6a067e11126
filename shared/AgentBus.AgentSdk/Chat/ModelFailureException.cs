namespace AgentBus.AgentSdk.Chat;

/// <summary>The model gateway gave no usable answer.</summary>
/// <param name="code">The gateway's error code, such as <c>rate_limited</c>.</param>
/// <param name="status">HTTP status that says the same.</param>
/// <param name="message">What happened and what to do.</param>
/// <param name="retryAfter">For 429: how long to wait.</param>
public sealed class ModelFailureException(string code, int status, string message, TimeSpan? retryAfter) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
