namespace AgentBus.Agents.Analysis;

/// <summary>What the sources say, and a draft in which every sentence cites a passage.</summary>
/// <param name="Passages">Those that the draft, agreements and contradictions cite, with their text; rows of tables among them.</param>
/// <param name="Duplicates">Passages left out because another says the same in nearly the same words.</param>
internal sealed record AnalysisOutput(
    IReadOnlyList<KeyPoint> KeyPoints,
    IReadOnlyList<Entity> Entities,
    IReadOnlyList<Agreement> Agreements,
    IReadOnlyList<Contradiction> Contradictions,
    IReadOnlyList<TableProfile> Tables,
    Draft Draft,
    IReadOnlyList<Passage> Passages,
    int Duplicates);

/// <summary>A point with all passages that make it, the cited one first.</summary>
internal sealed record KeyPoint(string Text, IReadOnlyList<string> Passages);

/// <summary>Something that is named.</summary>
internal sealed record Entity
{
    public required string Text { get; init; }

    public required string Kind { get; init; }

    public string? PassageId { get; init; }

    public int Count { get; init; } = 1;
}

/// <summary>Two sources that say the same.</summary>
internal sealed record Agreement(CitedSentence A, CitedSentence B, double Similarity);

/// <summary>Two sources that speak of the same thing and differ in a number or in a yes and a no.</summary>
internal sealed record Contradiction(CitedSentence A, CitedSentence B, string Kind, string Detail);

/// <summary>The text to check and to write.</summary>
internal sealed record Draft(string Title, IReadOnlyList<DraftSection> Sections);

/// <summary>One section.</summary>
internal sealed record DraftSection(string Heading, IReadOnlyList<CitedSentence> Sentences);

/// <summary>A sentence and the passage that supports it.</summary>
internal sealed record CitedSentence(string Text, string PassageId);
