namespace AgentBus.Gateway;

/// <summary>Log messages of the gateway, 6000-6999.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The store did not answer a request for {Path}.")]
    public static partial void StoreFailed(ILogger logger, Exception exception, string path);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Information, Message = "A request from {Address} came with a key that is not valid.")]
    public static partial void KeyRefused(ILogger logger, string? address);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Information, Message = "Key {Key} of tenant {Tenant} was made by {By}.")]
    public static partial void KeyCreated(ILogger logger, string key, string tenant, string by);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "Key {Key} of tenant {Tenant} was revoked by {By}.")]
    public static partial void KeyRevoked(ILogger logger, string key, string tenant, string by);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Information, Message = "Definition {Definition} of tenant {Tenant} was stored by {By}.")]
    public static partial void DefinitionStored(ILogger logger, string definition, string tenant, string by);

    [LoggerMessage(EventId = 6006, Level = LogLevel.Information, Message = "Run {Run} of {Workflow} was started by {By}.")]
    public static partial void RunStarted(ILogger logger, Guid run, string workflow, string by);

    [LoggerMessage(EventId = 6007, Level = LogLevel.Information, Message = "Approval {Approval} of run {Run} was decided by {By}: approved {Approved}, override {Override}.")]
    public static partial void ApprovalDecided(ILogger logger, Guid approval, Guid run, string by, bool approved, bool @override);

    [LoggerMessage(EventId = 6008, Level = LogLevel.Information, Message = "{Count} events of tenant {Tenant} were accepted from {By}.")]
    public static partial void EventsAccepted(ILogger logger, int count, string tenant, string by);

    [LoggerMessage(EventId = 6060, Level = LogLevel.Information, Message = "{Count} memories of {Workflow} (tenant {Tenant}) were forgotten by {By}.")]
    public static partial void MemoryForgotten(ILogger logger, int count, string workflow, string tenant, string by);

    [LoggerMessage(EventId = 6070, Level = LogLevel.Information, Message = "Dead letter {Letter} was replayed by {By}; under a new message id: {Force}.")]
    public static partial void DeadLetterReplayed(ILogger logger, Guid letter, string by, bool force);

    [LoggerMessage(EventId = 6071, Level = LogLevel.Information, Message = "Dead letter {Letter} was discarded by {By}: {Reason}")]
    public static partial void DeadLetterDiscarded(ILogger logger, Guid letter, string by, string reason);

    [LoggerMessage(EventId = 6072, Level = LogLevel.Information, Message = "Parked message {Message} of tenant {Tenant} was released by {By}.")]
    public static partial void ParkedReleased(ILogger logger, Guid message, string tenant, string by);

    [LoggerMessage(EventId = 6073, Level = LogLevel.Information, Message = "Parked message {Message} of tenant {Tenant} was discarded by {By}: {Reason}")]
    public static partial void ParkedDiscarded(ILogger logger, Guid message, string tenant, string by, string reason);

    [LoggerMessage(EventId = 6080, Level = LogLevel.Information, Message = "The budget {Budget} was raised by {Usd} USD by {By}.")]
    public static partial void BudgetRaised(ILogger logger, string budget, decimal usd, string by);
}
