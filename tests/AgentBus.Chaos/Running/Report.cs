using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Chaos.Running;

/// <summary>What all scenarios came to: a table for people and <c>artifacts/chaos.json</c>.</summary>
internal sealed class Report
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true };
    private readonly List<ReportLine> _lines = [];
    private ReportLine? _control;

    public void Add(ReportLine line) => _lines.Add(line);

    public void AddControl(ReportLine line) => _control = line;

    /// <summary>Whether every scenario is clean, and the control group, where it ran, is not.</summary>
    public bool IsGood => _lines.All(line => line.Outcome.Verdict.IsClean) && _control?.LosesNothing != true;

    public async Task WriteAsync()
    {
        Directory.CreateDirectory(ArtifactFolder.Path);
        var json = new JsonObject
        {
            ["scenarios"] = new JsonArray([.. _lines.Select(Json)]),
            ["control"] = _control is null ? null : Json(_control),
        };
        await File.WriteAllTextAsync(Path.Combine(ArtifactFolder.Path, "chaos.json"), json.ToJsonString(Pretty));
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"{"scenario",-22}{"seed",6}{"runs",7}{"kills",7}{"lost",7}{"doubled",9}{"stuck",7}{"dead letters missing",22}{"left over",11}{"seconds",9}");
        foreach (var line in _lines.Concat(_control is null ? [] : [_control]))
        {
            var (outcome, verdict) = (line.Outcome, line.Outcome.Verdict);
            Console.WriteLine(outcome.Skipped is { } why
                ? $"{line.Name,-22}{line.Seed,6}  not run: {why}"
                : $"{line.Name,-22}{line.Seed,6}{outcome.Runs,7}{outcome.Kills,7}{verdict.Lost,7}{verdict.Doubled,9}{verdict.Stuck,7}{verdict.DeadLettersMissing,22}{verdict.Leftovers,11}{line.Seconds,9:0}");
        }

        foreach (var line in _lines.Where(line => line.Outcome.Details.Count > 0))
        {
            Console.WriteLine($"{line.Name}: {string.Join(", ", line.Outcome.Details.Select(detail => $"{detail.Key} {detail.Value:0.##}"))}");
        }

        foreach (var line in _lines)
        {
            PrintFindings(line, int.MaxValue);
        }

        if (_control is not null)
        {
            PrintFindings(_control, 3);
        }
    }

    private static void PrintFindings(ReportLine line, int most)
    {
        foreach (var words in line.Outcome.Verdict.Words.Take(most))
        {
            Console.WriteLine($"{line.Name}: {words}");
        }
    }

    private static JsonNode Json(ReportLine line) => new JsonObject
    {
        ["name"] = line.Name,
        ["seed"] = line.Seed,
        ["scale"] = line.Scale,
        ["runs"] = line.Outcome.Runs,
        ["kills"] = line.Outcome.Kills,
        ["lost"] = line.Outcome.Verdict.Lost,
        ["doubled"] = line.Outcome.Verdict.Doubled,
        ["stuck"] = line.Outcome.Verdict.Stuck,
        ["deadLettersMissing"] = line.Outcome.Verdict.DeadLettersMissing,
        ["leftovers"] = line.Outcome.Verdict.Leftovers,
        ["seconds"] = Math.Round(line.Seconds, 1),
        ["skipped"] = line.Outcome.Skipped,
        ["details"] = new JsonObject([.. line.Outcome.Details.Select(detail => KeyValuePair.Create(detail.Key, (JsonNode?)JsonValue.Create(detail.Value)))]),
        ["findings"] = new JsonArray([.. line.Outcome.Verdict.Words.Select(words => (JsonNode?)JsonValue.Create(words))]),
    };
}
