using AgentBus.Jq;

namespace AgentBus.Workflows.Expressions;

/// <summary>A runtime expression of a definition, compiled; its text is kept for errors.</summary>
/// <param name="Filter">The jq program.</param>
/// <param name="Path">JSON pointer of where it stands in the document.</param>
public sealed record Expression(JqFilter Filter, string Path)
{
    /// <summary>What the author wrote.</summary>
    public string Text { get; init; } = Filter.Source;
}
