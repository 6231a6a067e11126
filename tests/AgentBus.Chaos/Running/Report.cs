using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentBus.Chaos.Running;

/// <summary>What all scenarios came to: a table for people and <c>artifacts/chaos.json</c>.</summary>
internal sealed class Report(string controlName) : IDisposable
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true };
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SortedDictionary<int, ReportLine> _all = [];

    private IEnumerable<ReportLine> Lines => _all.Values.Where(line => line.Name != controlName);

    private ReportLine? Control => _all.Values.FirstOrDefault(line => line.Name == controlName);

    /// <summary>Adds a line at its place and writes what there is, so that a campaign that breaks off leaves what it found.</summary>
    public async Task AddAsync(int place, ReportLine line)
    {
        await _gate.WaitAsync();
        try
        {
            _all[place] = line;
            await WriteAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Whether every scenario is clean, and the control group, where it ran, is not.</summary>
    public bool IsGood => Lines.All(line => line.Outcome.Verdict.IsClean) && Control?.LosesNothing != true;

    private async Task WriteAsync()
    {
        Directory.CreateDirectory(ArtifactFolder.Path);
        var json = new JsonObject
        {
            ["scenarios"] = new JsonArray([.. Lines.Select(Json)]),
            ["control"] = Control is { } control ? Json(control) : null,
        };
        await File.WriteAllTextAsync(Path.Combine(ArtifactFolder.Path, "chaos.json"), json.ToJsonString(Pretty));
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"{"scenario",-22}{"seed",6}{"runs",7}{"kills",7}{"lost",7}{"doubled",9}{"stuck",7}{"dead letters missing",22}{"left over",11}{"seconds",9}");
        foreach (var line in _all.Values)
        {
            var (outcome, verdict) = (line.Outcome, line.Outcome.Verdict);
            Console.WriteLine(outcome.Skipped is { } why
                ? $"{line.Name,-22}{line.Seed,6}  not run: {why}"
                : $"{line.Name,-22}{line.Seed,6}{outcome.Runs,7}{outcome.Kills,7}{verdict.Lost,7}{verdict.Doubled,9}{verdict.Stuck,7}{verdict.DeadLettersMissing,22}{verdict.Leftovers,11}{line.Seconds,9:0}");
        }

        foreach (var line in Lines.Where(line => line.Outcome.Details.Count > 0))
        {
            Console.WriteLine($"{line.Name}: {string.Join(", ", line.Outcome.Details.Select(detail => $"{detail.Key} {detail.Value:0.##}"))}");
        }

        foreach (var line in Lines)
        {
            PrintFindings(line, int.MaxValue);
        }

        if (Control is { } control)
        {
            PrintFindings(control, 3);
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
