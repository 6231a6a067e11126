namespace AgentBus.Models.Gateway;

/// <summary>A model call that gave no usable answer.</summary>
public sealed class ModelException(ModelError error, Exception? inner = null) : Exception(error.Message, inner)
{
    /// <summary>Why.</summary>
    public ModelError Error { get; } = error;

    /// <summary>What the call cost all the same, in US dollars; more than 0 when answers were paid for and found invalid.</summary>
    public decimal CostUsd { get; init; }
}
