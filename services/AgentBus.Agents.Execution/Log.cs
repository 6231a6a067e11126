using Microsoft.Extensions.Logging;

namespace AgentBus.Agents.Execution;

internal static partial class Log
{
    [LoggerMessage(EventId = 7200, Level = LogLevel.Information, Message = "Wrote {File}: {Bytes} bytes, {Sentences} sentences.")]
    public static partial void Written(ILogger logger, string file, int bytes, int sentences);

    [LoggerMessage(EventId = 7201, Level = LogLevel.Information, Message = "Took back {File} (it was there: {Existed}).")]
    public static partial void Removed(ILogger logger, string file, bool existed);
}
