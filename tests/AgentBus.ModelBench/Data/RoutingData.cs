using System.Globalization;
using AgentBus.Models.Routing.Evaluation;
using CsvHelper;

namespace AgentBus.ModelBench.Data;

/// <summary>Prompts that a strong and a weak model answered, from RouteLLM's evaluation; rows marked as contaminated are left out, as there.</summary>
/// <param name="Mmlu">Half of MMLU, the subject as step type.</param>
/// <param name="Gsm">All of GSM8K.</param>
internal sealed record RoutingData(IReadOnlyList<LabelledCall> Mmlu, IReadOnlyList<LabelledCall> Gsm)
{
    /// <summary>Index of the strong model.</summary>
    public const int Strong = 0;

    /// <summary>Index of the weak model.</summary>
    public const int Weak = 1;

    /// <summary>The models, with costs whose ratio is that of their prices.</summary>
    public static EvaluationSettings Settings { get; } = new([new EvaluatedModel("strong", 10), new EvaluatedModel("weak", 0.3)]);

    /// <summary>Both sets, one after the other.</summary>
    public IReadOnlyList<LabelledCall> Both => [.. Mmlu, .. Gsm];

    public static RoutingData Load() => new(Read("mmlu_dev.csv"), Read("gsm8k.csv"));

    /// <summary>The same calls with no step type.</summary>
    public static IReadOnlyList<LabelledCall> TextOnly(IEnumerable<LabelledCall> calls) => [.. calls.Select(call => call with { StepType = null })];

    private static List<LabelledCall> Read(string file)
    {
        using var csv = CsvReader.FromFile(Path.Combine(TestData.Folder("routing"), file), new CsvReaderOptions { Separator = ',' });
        var calls = new List<LabelledCall>();
        while (csv.Read())
        {
            if (csv.GetString("contaminated") == "0")
            {
                calls.Add(new LabelledCall(csv.GetString("prompt"), csv.GetString("subject"), [Outcome(csv, "strong_correct"), Outcome(csv, "weak_correct")]));
            }
        }

        return calls;
    }

    private static double Outcome(CsvReader csv, string column) => double.Parse(csv.GetString(column), CultureInfo.InvariantCulture);
}
