namespace AgentBus.Jq;

/// <summary>Why a program does not compile.</summary>
/// <param name="Position">0-based character offset in the source.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record JqSyntaxError(int Position, string Message);
