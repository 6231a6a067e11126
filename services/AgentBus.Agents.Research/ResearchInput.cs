namespace AgentBus.Agents.Research;

/// <summary>What research is asked.</summary>
internal sealed record ResearchInput
{
    /// <summary>What the passages are to speak about.</summary>
    public required string Topic { get; init; }

    /// <summary>Folders, files, <c>http(s)</c> addresses, or <c>search: words</c>.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary><c>quick</c> or <c>thorough</c> (default): how many passages are returned.</summary>
    public string? Depth { get; init; }

    /// <summary>Overrides the depth's number of passages; 1..60.</summary>
    public int? MaxPassages { get; init; }
}
