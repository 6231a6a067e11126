using Microsoft.Extensions.Logging;

namespace AgentBus.Agents.Research;

internal static partial class Log
{
    [LoggerMessage(EventId = 7000, Level = LogLevel.Warning,
        Message = "The index {Path} is damaged ({Fault}); it is made anew and documents are read again.")]
    public static partial void IndexDamaged(ILogger logger, string path, string fault);

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information,
        Message = "Read {Files} documents ({Bytes} bytes, {Parsed} of them parsed now); {Passages} passages and {Tables} tables for '{Topic}', {Skipped} skipped.")]
    public static partial void Researched(ILogger logger, int files, long bytes, int parsed, int passages, int tables, string topic, int skipped);
}
