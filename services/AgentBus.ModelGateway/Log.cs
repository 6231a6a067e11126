namespace AgentBus.ModelGateway;

/// <summary>Log messages of this project, 5500 to 5999. Prompts, answers and keys are never logged.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 5500, Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(EventId = 5510, Level = LogLevel.Warning, Message = "The store of batches is away: {Reason}")]
    public static partial void BatchStoreAway(ILogger logger, string reason);

    [LoggerMessage(EventId = 5511, Level = LogLevel.Error, Message = "Call {Line} of batch {Batch} could not be made; it is made again later.")]
    public static partial void BatchCallFailed(ILogger logger, string batch, int line, Exception exception);
}
