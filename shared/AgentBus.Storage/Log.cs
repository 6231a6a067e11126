using Microsoft.Extensions.Logging;

namespace AgentBus.Storage;

/// <summary>Log messages of the store: 4000-4999.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 4000, Level = LogLevel.Warning,
        Message = "A batch of {Count} commits failed because of one row; each is tried on its own.")]
    public static partial void BatchRetriedSingly(ILogger logger, Exception error, int count);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error,
        Message = "A batch of {Count} commits failed; their messages are delivered again.")]
    public static partial void CommitFailed(ILogger logger, Exception error, int count);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Store migrated to schema version {Version}.")]
    public static partial void Migrated(ILogger logger, int version);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning,
        Message = "The connection that listens for changes is lost; trying again. Until then changes are seen by looking each second.")]
    public static partial void ListenerLost(ILogger logger, Exception error);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Debug, Message = "Other processes could not be told of changes; they look each second.")]
    public static partial void NotifyFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Warning,
        Message = "The schedule of {Workflow} (tenant {Tenant}) keeps {Kept} events that no run has had; the oldest {Dropped} are dropped.")]
    public static partial void KeptEventsDropped(ILogger logger, string workflow, string tenant, int kept, int dropped);

    [LoggerMessage(EventId = 4020, Level = LogLevel.Warning,
        Message = "This clock was {Wrong} off the database's, which is now used: what is due is decided by one clock for all processes.")]
    public static partial void ClockWasWrong(ILogger logger, TimeSpan wrong);

    [LoggerMessage(EventId = 4021, Level = LogLevel.Debug, Message = "The database's clock could not be read; the last reading goes on.")]
    public static partial void ClockNotRead(ILogger logger, Exception error);

    [LoggerMessage(EventId = 4006, Level = LogLevel.Information,
        Message = "A change of the schema waits for a table that is in use, try {Attempt}; commits go on meanwhile.")]
    public static partial void MigrationWaits(ILogger logger, int attempt);
}
