namespace AgentBus.Contracts;

/// <summary>A failure as data: what went wrong, in words a person can act on.</summary>
/// <param name="Code">A stable, machine-readable code such as <c>source-not-found</c>.</param>
/// <param name="Message">What happened, where, and what to do. At most 2,048 characters.</param>
/// <param name="Detail">More for the curious, such as the head of a stack trace. At most 8,192 characters.</param>
public sealed record AgentFailure(string Code, string Message, string? Detail = null);
