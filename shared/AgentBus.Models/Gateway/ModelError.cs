namespace AgentBus.Models.Gateway;

/// <summary>Why a model call gave no answer, in the form the OpenAI API has for it.</summary>
/// <param name="Code">One of <see cref="ModelErrorCodes"/>.</param>
/// <param name="Status">HTTP status that says the same.</param>
/// <param name="Message">What happened, where, and what to do.</param>
/// <param name="RetryAfter">For <see cref="ModelErrorCodes.RateLimited"/>: how long to wait. For a model that is down: when it is tried again.</param>
public sealed record ModelError(string Code, int Status, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the same call may succeed a moment later.</summary>
    public bool IsTransient => Code is ModelErrorCodes.RateLimited or ModelErrorCodes.ProviderUnavailable or ModelErrorCodes.ProviderTimeout;

    /// <summary>Whether another model may succeed. Not for what is wrong with the request itself, nor for what a provider's rules refuse.</summary>
    internal bool IsWorthAnother => IsTransient || Code is ModelErrorCodes.ProviderGarbage or ModelErrorCodes.ProviderKey or ModelErrorCodes.ProviderQuota
        or ModelErrorCodes.AnswerTruncated or ModelErrorCodes.ContextLength;

    /// <summary>Whether it says that the model is down.</summary>
    internal bool IsOutage => Code is ModelErrorCodes.ProviderUnavailable or ModelErrorCodes.ProviderTimeout or ModelErrorCodes.ProviderGarbage
        or ModelErrorCodes.ProviderKey or ModelErrorCodes.ProviderQuota or ModelErrorCodes.AnswerTruncated;
}
