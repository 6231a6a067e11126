using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentBus.ModelBench.Report;

/// <summary>Shows figures as they come and keeps them as JSON.</summary>
internal static class ReportWriter
{
    public static void Print(string id, Figure figure, TextWriter to)
    {
        var asked = figure.Required is null ? "" : FormattableString.Invariant($"  required {figure.Required,-7:0.####} goal {figure.Goal,-7:0.####} {Word(figure)}");
        to.WriteLine(FormattableString.Invariant($"{id,-9} {figure.What,-80} {figure.Value,9:0.####}{asked}"));
        foreach (var part in figure.Parts ?? [])
        {
            Print("", part, to);
        }
    }

    private static string Word(Figure figure) => !figure.Pass ? "FAIL" : figure.GoalMet == true ? "goal" : "pass";

    /// <summary>The report of an earlier run; an empty one where there is none.</summary>
    public static ModelsReport Load(string path) =>
        File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllText(path), ReportJson.Default.ModelsReport) is { } report ? report : new ModelsReport();

    public static void Save(ModelsReport report, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var json = new ReportJson(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        File.WriteAllText(path, JsonSerializer.Serialize(report, json.ModelsReport) + "\n");
    }
}
