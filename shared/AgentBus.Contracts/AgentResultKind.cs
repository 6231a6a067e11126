using System.Text.Json.Serialization;

namespace AgentBus.Contracts;

/// <summary>What an attempt ended in. On the wire in camelCase, such as <c>rateLimited</c>.</summary>
[JsonConverter(typeof(AgentResultKindConverter))]
public enum AgentResultKind
{
    /// <summary>The step is done; the output is the step's result.</summary>
    Done,

    /// <summary>Trying again later may help. An exception in an agent counts as this.</summary>
    Transient,

    /// <summary>A limit was hit; try again after the given time. Counts no attempt.</summary>
    RateLimited,

    /// <summary>The agent made an output, but a wrong one; the reason is handed to the next attempt.</summary>
    InvalidOutput,

    /// <summary>The agent or its model declined to do this.</summary>
    Refused,

    /// <summary>Trying again cannot help.</summary>
    Permanent,

    /// <summary>A person has to decide.</summary>
    AskHuman,
}

/// <summary>Writes the kinds in camelCase and refuses numbers.</summary>
internal sealed class AgentResultKindConverter()
    : JsonStringEnumConverter<AgentResultKind>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
