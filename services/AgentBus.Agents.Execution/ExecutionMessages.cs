using System.Text.Json.Serialization;

namespace AgentBus.Agents.Execution;

/// <summary>What execution is asked: a briefing to write, or with <see cref="Undo"/> a file to remove.</summary>
internal sealed record ExecutionInput
{
    /// <summary>Heads the briefing and names its file.</summary>
    public string? Topic { get; init; }

    /// <summary>Where under the output root, relative: a file that ends in <c>.md</c>, or a folder; default the root itself.</summary>
    public string? Path { get; init; }

    public Draft? Draft { get; init; }

    /// <summary>The passages that sentences cite.</summary>
    public IReadOnlyList<Passage>? Passages { get; init; }

    public Validation? Validation { get; init; }

    public IReadOnlyList<SkippedSource>? Skipped { get; init; }

    public IReadOnlyList<Contradiction>? Contradictions { get; init; }

    /// <summary>Removes <see cref="File"/> if this run wrote it.</summary>
    public bool Undo { get; init; }

    /// <summary>With <see cref="Undo"/>: the full path, as the first call returned it.</summary>
    public string? File { get; init; }
}

/// <summary>The text to write.</summary>
internal sealed record Draft(string Title, IReadOnlyList<DraftSection> Sections);

/// <summary>One section.</summary>
internal sealed record DraftSection(string Heading, IReadOnlyList<DraftSentence> Sentences);

/// <summary>A sentence and the passage that supports it.</summary>
internal sealed record DraftSentence(string Text, string PassageId);

/// <summary>A cited piece of a source.</summary>
internal sealed record Passage(string Id, string Source, LineRange Lines);

/// <summary>Lines from 1, both ends included.</summary>
internal sealed record LineRange(int From, int To);

/// <summary>How sure validation was.</summary>
internal sealed record Validation(double Confidence, int Checked, IReadOnlyList<Fault>? Faults);

/// <summary>A sentence that its passage does not fully support.</summary>
internal sealed record Fault(int Sentence, string Kind, string Detail);

/// <summary>A source that was not read.</summary>
internal sealed record SkippedSource(string Source, string Reason);

/// <summary>Two sentences that do not agree.</summary>
internal sealed record Contradiction(DraftSentence A, DraftSentence B, string Detail);

/// <summary>What was written, or with <paramref name="Removed"/> what an undo did.</summary>
internal sealed record ExecutionOutput(
    string File, long Bytes, string? Sha256, int Sentences, IReadOnlyList<SentenceCitation> Citations, bool? Removed = null);

/// <summary>A sentence with the place that supports it.</summary>
internal sealed record SentenceCitation(string Sentence, string Source, LineRange Lines);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExecutionInput))]
[JsonSerializable(typeof(ExecutionOutput))]
internal sealed partial class ExecutionJson : JsonSerializerContext;
