namespace AgentBus.Hosting.Bus.DeadLetters;

/// <summary>What a message in <c>agentbus.dead-letters</c> carries besides its own headers, when a service put it there.</summary>
public static class DeadLetterHeaders
{
    /// <summary>All of them begin so.</summary>
    public const string Prefix = "agentbus-dead-";

    /// <summary>The queue whose consumer gave it up.</summary>
    public const string Queue = "agentbus-dead-queue";

    /// <summary><c>unreadable</c>, <c>failed</c> or <c>skipped</c> (nobody takes it).</summary>
    public const string Reason = "agentbus-dead-reason";

    /// <summary>Type of the exception.</summary>
    public const string Exception = "agentbus-dead-exception";

    /// <summary>Its message, at most 2 KB.</summary>
    public const string Message = "agentbus-dead-message";

    /// <summary>Its stack, at most 2 KB.</summary>
    public const string Stack = "agentbus-dead-stack";

    /// <summary>How often the message was delivered, this time included.</summary>
    public const string Deliveries = "agentbus-dead-deliveries";

    /// <summary>When it was given up, ISO 8601.</summary>
    public const string At = "agentbus-dead-at";

    /// <summary>The message id as its sender gave it; missing when it gave none.</summary>
    public const string MessageId = "agentbus-dead-message-id";

    /// <summary>The content type as its sender gave it; missing when it gave none.</summary>
    public const string ContentType = "agentbus-dead-content-type";
}
