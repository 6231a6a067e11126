namespace AgentBus.Models.Gateway;

/// <summary>A model call that gave no usable answer.</summary>
public sealed class ModelException : Exception
{
    public ModelException(ModelError error, Exception? inner = null)
        : base(error.Message, inner)
    {
        Error = error;

        // An agent in the same process knows this type as little as one behind HTTP does; it reads these, as that one reads the answer.
        Data["agentbus.code"] = error.Code;
        Data["agentbus.status"] = error.Status;
        Data["agentbus.retryAfter"] = error.RetryAfter;
    }

    /// <summary>Why.</summary>
    public ModelError Error { get; }

    /// <summary>What the call cost all the same, in US dollars; more than 0 when answers were paid for and found invalid.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Whether a provider may have worked, and be paid, although no answer came: it broke off, or did not answer in time. Such a try counts as spent whole.</summary>
    internal bool MayHaveRun { get; init; }

    /// <summary>Whether a budget refused this model only: it has room for a cheaper one and allows that.</summary>
    internal bool MayBeCheaper { get; init; }

    internal bool IsWorthAnother => MayBeCheaper || Error.IsWorthAnother;
}
