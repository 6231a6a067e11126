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
}
