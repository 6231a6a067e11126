using System.Text.Json;

namespace AgentBus.Orchestrator.Calls;

/// <summary>How a call ended. No secret is in it.</summary>
public abstract record CallResult
{
    public sealed record Done(JsonElement Output) : CallResult;

    /// <param name="Code"><c>{type}-{status}</c>, as the engine reads it.</param>
    /// <param name="MayPass">Whether trying again may help and does no harm.</param>
    /// <param name="After">When the server wants to be asked again.</param>
    public sealed record Failed(string Code, string Message, bool MayPass, TimeSpan? After) : CallResult;
}
