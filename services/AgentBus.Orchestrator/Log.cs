using AgentBus.Workflows.Execution;
using Microsoft.Extensions.Logging;

namespace AgentBus.Orchestrator;

/// <summary>Every log message of the orchestrator; event ids 2000-2999.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2000, Level = LogLevel.Debug, Message = "Run {Run}: {Event} decided, {Effects} effects, now {Status}.")]
    public static partial void Decided(ILogger logger, Guid run, string @event, int effects, RunStatus status);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Debug, Message = "Run {Run}: {Event} changed nothing (a repetition, or too late).")]
    public static partial void NothingChanged(ILogger logger, Guid run, string @event);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "Run {Run} of {Workflow} ended: {Status}.")]
    public static partial void RunEnded(ILogger logger, Guid run, string workflow, RunStatus status);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Error, Message = "Run {Run} cannot be decided and is faulted: {Reason}")]
    public static partial void Undecidable(ILogger logger, Guid run, string reason);

    [LoggerMessage(EventId = 2010, Level = LogLevel.Warning, Message = "Message {MessageId} to {Exchange} was not published, try {Attempt}: {Error}. It stays in the outbox until {RetryAt:O}.")]
    public static partial void PublishFailed(ILogger logger, Guid messageId, string exchange, int attempt, string error, DateTimeOffset retryAt);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Error, Message = "Message {MessageId} to {Exchange} was refused {Attempts} times and is parked: {Error}")]
    public static partial void MessageParked(ILogger logger, Guid messageId, string exchange, int attempts, string error);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Warning, Message = "The outbox cannot be read or tidied: {Error}. Trying again.")]
    public static partial void OutboxUnavailable(ILogger logger, string error);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Information, Message = "Taken up again after a stop: every message of the outbox is due, and leases of the earlier process are dropped ({Leases}).")]
    public static partial void TakenUp(ILogger logger, int leases);

    [LoggerMessage(EventId = 2014, Level = LogLevel.Warning, Message = "The broker takes nothing: {Reason} {Messages} messages wait in memory, the rest in the outbox; tried again in {Wait}.")]
    public static partial void BrokerAway(ILogger logger, int messages, TimeSpan wait, string reason);

    [LoggerMessage(EventId = 2015, Level = LogLevel.Warning, Message = "Message {MessageId} to {Exchange} was not taken now: {Error}. It stays in the outbox.")]
    public static partial void MessageDelayed(ILogger logger, Guid messageId, string exchange, string error);

    [LoggerMessage(EventId = 2020, Level = LogLevel.Warning, Message = "Run {Run}: attempt {Attempt} of step {Step} was not heard of in time; worker {Worker} is taken as gone.")]
    public static partial void LeaseExpired(ILogger logger, Guid run, string step, int attempt, string worker);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Warning, Message = "Leases cannot be looked through: {Error}. Trying again.")]
    public static partial void LeasesUnavailable(ILogger logger, string error);

    [LoggerMessage(EventId = 2030, Level = LogLevel.Information, Message = "Event {EventId} of {Source} ({Type}) started run {Run} of {Workflow}.")]
    public static partial void EventStartedRun(ILogger logger, string eventId, string source, string type, Guid run, string workflow);

    [LoggerMessage(EventId = 2031, Level = LogLevel.Debug, Message = "Event {EventId} of {Source} ({Type}) starts nothing new for tenant {Tenant}.")]
    public static partial void EventStartedNothing(ILogger logger, string eventId, string source, string type, string tenant);

    [LoggerMessage(EventId = 2033, Level = LogLevel.Debug, Message = "Event {EventId} of {Source} ({Type}) goes to {Runs} runs that wait for such events.")]
    public static partial void EventDelivered(ILogger logger, string eventId, string source, string type, int runs);

    [LoggerMessage(EventId = 2034, Level = LogLevel.Information, Message = "The schedule of {Workflow}, due at {Due:O}, started run {Run}.")]
    public static partial void ScheduleStartedRun(ILogger logger, string workflow, DateTimeOffset due, Guid run);

    [LoggerMessage(EventId = 2035, Level = LogLevel.Debug, Message = "The schedule of {Workflow}, due at {Due:O}, starts nothing: the latest version is {Latest}.")]
    public static partial void ScheduleReplaced(ILogger logger, string workflow, DateTimeOffset due, string latest);

    [LoggerMessage(EventId = 2032, Level = LogLevel.Warning, Message = "Definition {Workflow} was not started by event {EventId}: {Reason}")]
    public static partial void EventRefused(ILogger logger, string workflow, string eventId, string reason);

    [LoggerMessage(EventId = 2060, Level = LogLevel.Warning, Message = "What expired or is no longer kept was not deleted; tried again later: {Reason}")]
    public static partial void SweepFailed(ILogger logger, string reason);

    [LoggerMessage(EventId = 2063, Level = LogLevel.Information, Message = "Deleted {Runs} runs that ended before {Before:O}.")]
    public static partial void RunsDeleted(ILogger logger, int runs, DateTimeOffset before);

    [LoggerMessage(EventId = 2061, Level = LogLevel.Debug, Message = "The answer to memory request {Request} was dropped, nobody listens at {ReplyTo}: {Reason}")]
    public static partial void MemoryAnswerDropped(ILogger logger, Guid request, string replyTo, string reason);

    [LoggerMessage(EventId = 2062, Level = LogLevel.Warning, Message = "Results of agents were not exchanged with the other orchestrators; tried again at once: {Reason}")]
    public static partial void CircuitsNotExchanged(ILogger logger, string reason);

    [LoggerMessage(EventId = 2080, Level = LogLevel.Warning, Message = "Dead letter {Letter}: {Type} {MessageId} of {Queue} ({Reason}): {Error}")]
    public static partial void DeadLetterCollected(ILogger logger, Guid letter, string? type, string messageId, string queue, string reason, string? error);

    [LoggerMessage(EventId = 2082, Level = LogLevel.Information, Message = "Dead letter {Letter} ({Type}) is sent again by itself, since run {Run} waits for it")]
    public static partial void DeadLetterReplayed(ILogger logger, Guid letter, string? type, Guid? run);

    [LoggerMessage(EventId = 2081, Level = LogLevel.Warning, Message = "Open dead letters were not counted; tried again later: {Reason}")]
    public static partial void DeadLettersNotCounted(ILogger logger, string reason);
}
