using Microsoft.Extensions.Logging;

namespace AgentBus.Hosting;

/// <summary>Log messages 1000-1999.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information, Message = "Set up: {Step}.")]
    public static partial void SetUp(ILogger logger, string step);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "{Step}: {Problem}")]
    public static partial void SetupMissing(ILogger logger, string step, string problem);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Listening on {Addresses}.")]
    public static partial void Listening(ILogger logger, string addresses);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "The changed settings cannot be read; those before stay in force. {Problem}")]
    public static partial void SettingsNotRead(ILogger logger, string problem);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "Connection to the broker for sending was lost: {Reason}. It is opened again for the next message.")]
    public static partial void SendConnectionLost(ILogger logger, string reason);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "The broker takes no messages from publishers just now: {Reason}. What is to be sent waits.")]
    public static partial void SendBlocked(ILogger logger, string reason);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Information, Message = "The broker takes messages again.")]
    public static partial void SendUnblocked(ILogger logger);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Debug, Message = "Connected to the broker for sending: {Address}.")]
    public static partial void SendConnected(ILogger logger, string address);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Warning, Message = "Nobody consumes {Queue}, although this process believes that it does. Its endpoint is started again.")]
    public static partial void ConsumerForgotten(ILogger logger, string queue);

    [LoggerMessage(EventId = 1040, Level = LogLevel.Warning, Message = "{Type} {MessageId} of {Queue} goes to the dead letters ({Reason}): {Error}")]
    public static partial void DeadLettered(ILogger logger, string type, Guid messageId, string queue, string reason, string? error);

    [LoggerMessage(EventId = 1041, Level = LogLevel.Warning, Message = "{MessageId} of {Queue} is to go to the dead letters, but was not taken; tried again in {Delay}: {Error}")]
    public static partial void DeadLetterNotSent(ILogger logger, Guid messageId, string queue, TimeSpan delay, string error);
}
