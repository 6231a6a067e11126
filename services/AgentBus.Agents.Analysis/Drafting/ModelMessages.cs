namespace AgentBus.Agents.Analysis.Drafting;

/// <summary>A passage as models are given it.</summary>
internal sealed record ModelPassage(string Id, string Text);

/// <summary>The <c>summarise</c> task's input.</summary>
/// <param name="Avoid">Sentences that were refused, each with the reason.</param>
internal sealed record SummariseInput(string Topic, IReadOnlyList<ModelPassage> Passages, int MaxSentences, IReadOnlyList<Fault>? Avoid)
{
    /// <summary>Research took the markup out; what still looks like it is the source's own text.</summary>
    public string Format { get; } = "text";
}

/// <summary>The <c>summarise</c> task's output, best first.</summary>
internal sealed record SummariseOutput
{
    public required IReadOnlyList<SummarySentence> Sentences { get; init; }
}

/// <summary>One sentence of a summary.</summary>
internal sealed record SummarySentence
{
    public required string Text { get; init; }

    public required string PassageId { get; init; }
}

/// <summary>The <c>extract</c> task's input.</summary>
internal sealed record ExtractInput(IReadOnlyList<ModelPassage> Passages, IReadOnlyList<string> Kinds);

/// <summary>The <c>extract</c> task's output.</summary>
internal sealed record ExtractOutput
{
    public required IReadOnlyList<Entity> Entities { get; init; }
}
