using System.Text.Json.Serialization;
using AgentBus.Agents.Validation.Checks;

namespace AgentBus.Agents.Validation;

/// <summary>What validation is asked: a draft with its passages, or plain pairs of a claim and the passage it cites.</summary>
internal sealed record ValidationInput
{
    public string? Topic { get; init; }

    public Draft? Draft { get; init; }

    public IReadOnlyList<Passage>? Passages { get; init; }

    /// <summary>How many places the sources contradict each other; each takes a little confidence.</summary>
    public int Contradictions { get; init; }

    /// <summary>In place of a draft; at most 2,000.</summary>
    public IReadOnlyList<Claim>? Pairs { get; init; }
}

/// <summary>The text to check.</summary>
internal sealed record Draft(string Title, IReadOnlyList<DraftSection> Sections);

/// <summary>One section.</summary>
internal sealed record DraftSection(string Heading, IReadOnlyList<DraftSentence> Sentences);

/// <summary>A sentence and the passage it cites.</summary>
internal sealed record DraftSentence(string Text, string PassageId);

/// <summary>A piece of a source.</summary>
internal sealed record Passage(string Id, string Text);

/// <summary>A claim and what it rests on.</summary>
internal sealed record Claim(string Id, [property: JsonPropertyName("claim")] string Text, string Passage);

/// <summary>What was found.</summary>
/// <param name="Confidence">0..1: the mean support, less a tenth for what of the topic is not spoken of and for contradicting sources; at most 0.55 when less than a third of the topic is spoken of.</param>
/// <param name="Coverage">0..1: the part of the topic's words that the draft speaks of.</param>
/// <param name="Results">One for each sentence or pair, in their order.</param>
internal sealed record ValidationOutput(
    double Confidence, IReadOnlyList<Fault> Faults, double Coverage, int Checked, IReadOnlyList<Result> Results);

/// <summary>Something a passage does not support.</summary>
/// <param name="Sentence">Place in the draft from 0, sections one after the other; or place among the pairs.</param>
/// <param name="Id">The pair's id, or the passage's.</param>
/// <param name="Kind"><c>number</c>, <c>name</c>, <c>negation</c>, <c>overlap</c>, <c>unsupported</c> or <c>source</c> (cites a passage
/// that is not there).</param>
internal sealed record Fault(int Sentence, string Id, string Text, string Kind, string Detail);

/// <summary>How well one sentence is supported, 0..1.</summary>
internal sealed record Result(int Index, string Id, double Support, bool Supported);

/// <summary>The <c>judge</c> task's input.</summary>
internal sealed record JudgeInput(IReadOnlyList<Claim> Pairs);

/// <summary>The <c>judge</c> task's output, in the order of the pairs.</summary>
internal sealed record JudgeOutput
{
    public required IReadOnlyList<Judgement> Results { get; init; }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ValidationInput))]
[JsonSerializable(typeof(ValidationOutput))]
[JsonSerializable(typeof(JudgeInput))]
[JsonSerializable(typeof(JudgeOutput))]
internal sealed partial class ValidationJson : JsonSerializerContext;
