using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.Models.Extractive.Tasks;

internal sealed record SummariseOutput(IReadOnlyList<SummarySentence> Sentences);

internal sealed record SummarySentence(string Text, string? PassageId, double Score);

internal sealed record ExtractOutput(IReadOnlyList<Keyword> Keywords, IReadOnlyList<Entities.Entity> Entities);

internal sealed record Keyword(string Text, double Score);

internal sealed record ClassifyOutput(string Label, double Confidence, IReadOnlyDictionary<string, double> Scores);

internal sealed record AnswerOutput(string Answer, string? PassageId, double Confidence);

internal sealed record JudgeOutput(IReadOnlyList<JudgeResult> Results);

internal sealed record JudgeResult(string? Id, double Support, bool Supported, IReadOnlyList<Judging.Fault> Faults);

/// <summary>JSON of the task outputs: camelCase, nulls left out; letters beyond ASCII stay readable.</summary>
[JsonSerializable(typeof(SummariseOutput))]
[JsonSerializable(typeof(ExtractOutput))]
[JsonSerializable(typeof(ClassifyOutput))]
[JsonSerializable(typeof(AnswerOutput))]
[JsonSerializable(typeof(JudgeOutput))]
internal sealed partial class ExtractiveJson : JsonSerializerContext
{
    public static ExtractiveJson Readable { get; } =
        new(new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
}
