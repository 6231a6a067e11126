namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>How another policy compares with the logged one.</summary>
public enum VerdictAnswer
{
    /// <summary>The logs do not say.</summary>
    None,

    /// <summary>The interval of the gain lies above 0.</summary>
    Better,

    /// <summary>The interval of the gain lies below 0.</summary>
    Worse,

    /// <summary>The interval is narrow and holds 0.</summary>
    Same,
}
