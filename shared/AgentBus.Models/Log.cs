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

    [LoggerMessage(EventId = 5004, Level = LogLevel.Information, Message = "The answer of {Model} is not good enough and {Stronger} is asked: {Fault}")]
    public static partial void Escalated(ILogger logger, string model, string stronger, string fault);

    [LoggerMessage(EventId = 5005, Level = LogLevel.Information, Message = "The configuration of the models changed: {Models} models of {Providers} providers are in force.")]
    public static partial void Reloaded(ILogger logger, int models, int providers);

    [LoggerMessage(EventId = 5006, Level = LogLevel.Error, Message = "The changed configuration of the models is faulty; the one before stays in force. {Errors}")]
    public static partial void ReloadRefused(ILogger logger, string errors);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Information, Message = "Provider {Provider} failed with {Code}; try {Attempt} follows in {DelayMs} ms.")]
    public static partial void Retrying(ILogger logger, string provider, string code, int attempt, double delayMs);

    [LoggerMessage(EventId = 5100, Level = LogLevel.Warning, Message = "The budget of {Scope} is exceeded, which its limit only warns of: {LimitUsd} USD may be spent, {SpentUsd} was and {ReservedUsd} is held.")]
    public static partial void BudgetExceeded(ILogger logger, string scope, decimal limitUsd, decimal spentUsd, decimal reservedUsd);

    [LoggerMessage(EventId = 5101, Level = LogLevel.Error, Message = "A call cost {CostUsd} USD where {MaxUsd} was the most it could by the catalogue: correct the model's prices or limits.")]
    public static partial void CostOverBound(ILogger logger, decimal costUsd, decimal maxUsd);

    [LoggerMessage(EventId = 5102, Level = LogLevel.Warning, Message = "The cost of a call could not be written down yet, so its maximum stays held: {Reason}")]
    public static partial void SettleFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 5103, Level = LogLevel.Warning, Message = "Calls whose end nobody told were settled at their maximum: {Count}.")]
    public static partial void ReservationsExpired(ILogger logger, int count);

    [LoggerMessage(EventId = 5104, Level = LogLevel.Warning, Message = "Limits are configured without a store, so each process holds them for itself; set Store:Provider to share them.")]
    public static partial void LimitsNotShared(ILogger logger);

    [LoggerMessage(EventId = 5105, Level = LogLevel.Warning, Message = "Budgets could not be looked through: {Reason}")]
    public static partial void BudgetSweepFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 5110, Level = LogLevel.Warning, Message = "{Count} decisions could not be written yet: {Reason}")]
    public static partial void DecisionsNotWritten(ILogger logger, int count, string reason);

    [LoggerMessage(EventId = 5111, Level = LogLevel.Warning, Message = "Outcomes could not be learned from yet: {Reason}")]
    public static partial void FoldFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 5112, Level = LogLevel.Information, Message = "Goes on from what all gateways had learned by outcome {Position}.")]
    public static partial void StateLoaded(ILogger logger, long position);

    [LoggerMessage(EventId = 5113, Level = LogLevel.Warning, Message = "What all gateways had learned by outcome {Position} cannot be read; learns from the outcomes anew: {Reason}")]
    public static partial void StateBroken(ILogger logger, long position, string reason);

    [LoggerMessage(EventId = 5120, Level = LogLevel.Warning, Message = "Answers whose time is over could not be deleted yet: {Reason}")]
    public static partial void AnswersNotSwept(ILogger logger, string reason);

    [LoggerMessage(EventId = 5121, Level = LogLevel.Warning, Message = "The store of answers is away; calls are asked anew and their answers not kept: {Reason}")]
    public static partial void AnswersAway(ILogger logger, string reason);

    [LoggerMessage(EventId = 5125, Level = LogLevel.Information, Message = "Calls that were asked together are asked one by one: {Reason}")]
    public static partial void NotTogether(ILogger logger, string reason);
}
