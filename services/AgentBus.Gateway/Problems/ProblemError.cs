namespace AgentBus.Gateway.Problems;

/// <summary>One of several things that are wrong with a request.</summary>
/// <param name="Line">1-based line in the body; null where there is none.</param>
/// <param name="Column">1-based column; null where there is none.</param>
/// <param name="Path">JSON pointer into the body.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record ProblemError(int? Line, int? Column, string Path, string Message);
