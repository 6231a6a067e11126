using AgentBus.Tests.Shared.JsonSchema;
using Xunit.Abstractions;

namespace AgentBus.JsonSchema.Tests;

/// <summary>The official test suite of JSON Schema 2020-12.</summary>
public class OfficialSuiteTests(ITestOutputHelper output)
{
    private const string Suite = SchemaTestSuite.Required;

    [TestDataFact(Suite)]
    public void All_required_tests_pass()
    {
        var (passed, failed) = SchemaTestSuite.Run(Directory.EnumerateFiles(TestData.Folder(Suite), "*.json"), assertFormats: false);

        Report("required", passed, failed);
        failed.ShouldBeEmpty();
        passed.ShouldBeGreaterThan(1_200);
    }

    [TestDataFact(Suite + "/optional")]
    public void Nearly_all_optional_tests_pass()
    {
        // Older drafts are not supported, and so neither are schemas that mix them in.
        var files = Directory.EnumerateFiles(TestData.Folder(Suite + "/optional"), "*.json").Where(f => Path.GetFileName(f) != "cross-draft.json");
        var (passed, failed) = SchemaTestSuite.Run(files, assertFormats: false);

        Report("optional", passed, failed);
        ((double)passed / (passed + failed.Count)).ShouldBeGreaterThan(0.9);
    }

    [TestDataFact(Suite + "/optional/format")]
    public void Nearly_all_tests_of_the_known_formats_pass()
    {
        // Internationalised names need tables of their own (IDNA); their formats stay annotations.
        string[] unknown = ["idn-email.json", "idn-hostname.json", "iri.json", "iri-reference.json"];
        var files = Directory.EnumerateFiles(TestData.Folder(Suite + "/optional/format"), "*.json").Where(f => !unknown.Contains(Path.GetFileName(f)));
        var (passed, failed) = SchemaTestSuite.Run(files, assertFormats: true);

        Report("formats", passed, failed);
        ((double)passed / (passed + failed.Count)).ShouldBeGreaterThan(0.9);
    }

    private void Report(string name, int passed, List<string> failed)
    {
        output.WriteLine($"{name}: {passed} of {passed + failed.Count}");
        failed.ForEach(output.WriteLine);
    }
}
