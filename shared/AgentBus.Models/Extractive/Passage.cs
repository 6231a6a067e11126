namespace AgentBus.Models.Extractive;

/// <summary>A piece of a source, named by the caller.</summary>
internal sealed record Passage(string? Id, string Text);
