using AgentBus.Conformance.Reporting;
using AgentBus.Tests.Shared.Jq;

namespace AgentBus.Conformance.Languages;

/// <summary>jq's own test files.</summary>
internal static class JqSuite
{
    public static Dictionary<string, JqFileResult> Run() => Directory.EnumerateFiles(TestData.Folder("jq"), "*.test")
        .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), Run);

    private static JqFileResult Run(string file)
    {
        var cases = JqTestFile.Read(file);
        var excluded = cases.Where(test => test.Excluded is not null).ToList();
        var counted = cases.Except(excluded).ToList();
        var failed = counted.Select(test => (Test: test, Why: JqCheck.Run(test))).Where(result => result.Why is not null)
            .Select(result => $"line {result.Test.Line}: {result.Test.Program}: {result.Why}").ToList();
        return new JqFileResult(
            counted.Count - failed.Count, counted.Count, failed, [.. excluded.Select(test => new ExcludedProgram(test.Program, test.Excluded!))]);
    }
}
