namespace AgentBus.Models.Gateway;

/// <summary>Why a model call gave no answer, in the form the OpenAI API has for it.</summary>
/// <param name="Code">One of <see cref="ModelErrorCodes"/>.</param>
/// <param name="Status">HTTP status that says the same.</param>
/// <param name="Message">What happened, where, and what to do.</param>
/// <param name="RetryAfter">For <see cref="ModelErrorCodes.RateLimited"/>: how long the provider asks to wait.</param>
public sealed record ModelError(string Code, int Status, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the same call may succeed a moment later.</summary>
    public bool IsTransient => Code is ModelErrorCodes.RateLimited or ModelErrorCodes.ProviderUnavailable or ModelErrorCodes.ProviderTimeout;
}
