using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentBus.ModelBench.Report;

/// <summary>Shows figures as they come and keeps them as JSON.</summary>
internal static class ReportWriter
{
    public static void Print(string id, Figure figure, TextWriter to)
    {
        to.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{id,-4} {figure.What,-75} {figure.Value,9:0.####}  required {figure.Required,-7:0.####} goal {figure.Goal,-7:0.####} {(figure.GoalMet ? "goal" : figure.Pass ? "pass" : "FAIL")}"));
        foreach (var part in figure.Parts ?? [])
        {
            Print("", part, to);
        }
    }

    public static void Save(ModelsReport report, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var json = new ReportJson(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        File.WriteAllText(path, JsonSerializer.Serialize(report, json.ModelsReport) + "\n");
    }
}
