using AgentBus.Workflows.Failures;

namespace AgentBus.Orchestrator.Calls;

/// <summary>Ends a call with one of the standard's errors.</summary>
/// <param name="type">The last word of the error's type: communication, timeout, authentication, authorization, validation, configuration, runtime.</param>
internal sealed class CallException(string type, int status, string message) : Exception(message)
{
    public string Code { get; } = CallErrorCode.Of(type, status);

    /// <summary>Whether trying again may help and does no harm.</summary>
    public bool MayPass { get; init; }

    public TimeSpan? After { get; init; }
}
