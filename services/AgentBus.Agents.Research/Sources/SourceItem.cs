using AgentBus.Agents.Research.Reading;

namespace AgentBus.Agents.Research.Sources;

/// <summary>What a source turned out to hold.</summary>
internal abstract record SourceItem(string Source)
{
    /// <summary>A document to read. <paramref name="Direct"/> = asked for by name, not found in a folder.</summary>
    internal sealed record Document(string Source, DocumentKind Kind, ReadOnlyMemory<byte> Content, bool Direct) : SourceItem(Source);

    /// <summary>Not read, and why.</summary>
    internal sealed record Skipped(string Source, string Reason) : SourceItem(Source);
}
