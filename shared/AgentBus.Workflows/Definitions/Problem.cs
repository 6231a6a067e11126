namespace AgentBus.Workflows.Definitions;

/// <summary>One thing that is wrong with a document.</summary>
/// <param name="Line">1-based; 0 where there is no text position.</param>
/// <param name="Column">1-based.</param>
/// <param name="Path">JSON pointer into the document.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record Problem(int Line, int Column, string Path, string Message);
