using Microsoft.Extensions.Logging;

namespace AgentBus.Models;

/// <summary>Log messages of this project, 5000 to 5499. Prompts, answers and keys are never logged.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 5000, Level = LogLevel.Debug, Message = "Model {Model} of {Provider} answered: {CostUsd} USD, {LatencyMs} ms, repeated: {Repeated}.")]
    public static partial void Answered(ILogger logger, string model, string provider, decimal costUsd, double latencyMs, bool repeated);

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "A call to model {Model} failed with {Code}: {Reason}")]
    public static partial void Failed(ILogger logger, string model, string code, string reason);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "The answer of {Model} broke its schema and it is asked once more: {Fault}")]
    public static partial void Reasked(ILogger logger, string model, string fault);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Provider {Provider} failed with {Code}; try {Attempt} follows in {DelayMs} ms.")]
    public static partial void Retrying(ILogger logger, string provider, string code, int attempt, double delayMs);
}
