namespace AgentBus.Models.Gateway;

/// <summary>Codes of <see cref="ModelError"/>, as in <c>error.code</c> of an HTTP answer.</summary>
public static class ModelErrorCodes
{
    /// <summary>The request is malformed; nothing was called.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The gateway has no such address.</summary>
    public const string UnknownUrl = "unknown_url";

    /// <summary>The gateway itself failed; its log says how.</summary>
    public const string InternalError = "internal_error";

    /// <summary>No model or alias has this name.</summary>
    public const string UnknownModel = "model_not_found";

    /// <summary>The prompt does not fit the model's context window.</summary>
    public const string ContextLength = "context_length_exceeded";

    /// <summary>The answer broke the requested JSON schema twice.</summary>
    public const string InvalidOutput = "invalid_output";

    /// <summary>The rate limit outlasts the gateway's patience.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The provider cannot be reached or failed with a 5xx, after all retries.</summary>
    public const string ProviderUnavailable = "provider_unavailable";

    /// <summary>The provider did not answer in time, after all retries.</summary>
    public const string ProviderTimeout = "provider_timeout";

    /// <summary>The provider answered something that is no chat completion.</summary>
    public const string ProviderGarbage = "provider_garbage";

    /// <summary>The provider refused the request (4xx).</summary>
    public const string ProviderRefused = "provider_refused";

    /// <summary>The provider's key is missing or wrong.</summary>
    public const string ProviderKey = "provider_key";

    /// <summary>There is no such decision, or no more.</summary>
    public const string UnknownDecision = "decision_not_found";

    /// <summary>A budget has no room for the call; nothing was called.</summary>
    public const string BudgetExceeded = "budget_exceeded";

    /// <summary>A budget has no room until its next period; ask again after the time told.</summary>
    public const string BudgetPaused = "budget_paused";

    /// <summary>A budget has no room until somebody raises it; ask again after the time told.</summary>
    public const string BudgetAwaitsApproval = "budget_awaits_approval";

    /// <summary>The budget ledger cannot be reached; nothing was called.</summary>
    public const string BudgetUnavailable = "budget_unavailable";

    /// <summary>The provider has no credit left; it is not asked before its reset.</summary>
    public const string ProviderQuota = "provider_quota";

    /// <summary>The answer broke off in the middle: what came is not whole.</summary>
    public const string AnswerTruncated = "answer_truncated";

    /// <summary>No model can take the call, whenever it comes; the message says for each why.</summary>
    public const string NoEligibleModel = "no_eligible_model";

    /// <summary>Every model that could take the call is down.</summary>
    public const string AllModelsDown = "all_models_down";

    /// <summary>The call has time and is in a batch; make it again after the time told.</summary>
    public const string Deferred = "deferred";

    /// <summary>The caller's deadline passed, or no model is fast enough for it.</summary>
    public const string DeadlineExceeded = "deadline_exceeded";
}
