namespace AgentBus.Cli.Demo;

/// <summary>A paragraph of a source.</summary>
/// <param name="Source">The file.</param>
/// <param name="From">First line, 1-based.</param>
/// <param name="To">Last line, inclusive.</param>
/// <param name="Text">Without markup.</param>
/// <param name="Sentences">Its whole sentences.</param>
internal sealed record SourcePassage(string Source, int From, int To, string Text, IReadOnlyList<string> Sentences);
