using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentBus.Conformance.Reporting;

/// <summary>Shows a report as a table and keeps it as JSON.</summary>
internal static class ReportWriter
{
    public static void Print(Report report, TextWriter to)
    {
        to.WriteLine($"{"suite",-32} {"passed",7} {"total",7} {"",8} {"left out",9}");
        foreach (var (file, result) in report.Jq)
        {
            Row(to, $"jq {file}", result.Passed, result.Total, result.Excluded.Count);
        }

        foreach (var (name, suite) in Suites(report))
        {
            Row(to, name, suite.Passed, suite.Total, 0);
        }

        foreach (var (file, result) in report.Jq)
        {
            Failures(to, $"jq {file}", result.Failed);
        }

        foreach (var (name, suite) in Suites(report))
        {
            Failures(to, name, suite.Failed);
        }
    }

    public static void Save(Report report, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var json = new ReportJson(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        File.WriteAllText(path, JsonSerializer.Serialize(report, json.Report) + "\n");
    }

    private static IEnumerable<(string Name, SuiteResult Result)> Suites(Report report) =>
        [
            ("JSON Schema 2020-12, required", report.JsonSchema), ("Serverless Workflow examples", report.Examples),
            ("Serverless Workflow scenarios", report.Ctk), ("shipped definitions, by ajv", report.Shipped),
        ];

    private static void Row(TextWriter to, string name, int passed, int total, int leftOut) =>
        to.WriteLine($"{name,-32} {passed,7} {total,7} {(total == 0 ? 0 : 100.0 * passed / total),7:0.0}% {leftOut,9}");

    private static void Failures(TextWriter to, string name, IReadOnlyList<string> failed)
    {
        foreach (var failure in failed)
        {
            to.WriteLine($"  {name}: {failure.ReplaceLineEndings(" ")}");
        }
    }
}
