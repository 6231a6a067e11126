using Microsoft.Extensions.Logging;

namespace AgentBus.AgentSdk;

/// <summary>Log messages 3000-3999.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Warning, Message = "{Type} of step {Step} was not taken by the broker; tried again in {Wait}: {Reason}")]
    public static partial void SendFailed(ILogger logger, string type, string step, TimeSpan wait, string reason);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Step {Step} was put back: all slots of agent {Agent} are busy here.")]
    public static partial void PutBack(ILogger logger, string step, string agent);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "Claimed step {Step} ended without a result; its lease runs out and it is dispatched again: {Reason}")]
    public static partial void ClaimedFailed(ILogger logger, string step, string reason);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "{Type} was not sent to the registry: {Reason}")]
    public static partial void HeartbeatFailed(ILogger logger, string type, string reason);

    [LoggerMessage(EventId = 3004, Message = "Attempt {Attempt} of step {Step} ended as {Kind} after {Milliseconds} ms.")]
    public static partial void AttemptEnded(ILogger logger, LogLevel level, int attempt, string step, Contracts.AgentResultKind kind, long milliseconds);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "Attempt {Attempt} of step {Step} threw.")]
    public static partial void AttemptThrew(ILogger logger, Exception exception, int attempt, string step);
}
