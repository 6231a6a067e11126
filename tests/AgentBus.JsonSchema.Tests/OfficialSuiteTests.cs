using System.Text.Json;
using Xunit.Abstractions;

namespace AgentBus.JsonSchema.Tests;

/// <summary>The official test suite of JSON Schema 2020-12.</summary>
public class OfficialSuiteTests(ITestOutputHelper output)
{
    private const string Suite = "json-schema/draft2020-12";

    // The suite's own server; its remotes are given to the compiler, so that nothing is fetched.
    private const string Server = "http://localhost:1234/";

    private static readonly Lazy<Dictionary<string, JsonElement>> Remotes = new(() =>
    {
        var root = TestData.Folder("json-schema/remotes");
        return Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Server + Path.GetRelativePath(root, f).Replace('\\', '/'), Parse);
    });

    [TestDataFact(Suite)]
    public void All_required_tests_pass()
    {
        var (passed, failed) = Run(Directory.EnumerateFiles(TestData.Folder(Suite), "*.json"), assertFormats: false);

        Report("required", passed, failed);
        failed.ShouldBeEmpty();
        passed.ShouldBeGreaterThan(1_200);
    }

    [TestDataFact(Suite + "/optional")]
    public void Nearly_all_optional_tests_pass()
    {
        // Older drafts are not supported, and so neither are schemas that mix them in.
        var files = Directory.EnumerateFiles(TestData.Folder(Suite + "/optional"), "*.json").Where(f => Path.GetFileName(f) != "cross-draft.json");
        var (passed, failed) = Run(files, assertFormats: false);

        Report("optional", passed, failed);
        ((double)passed / (passed + failed.Count)).ShouldBeGreaterThan(0.9);
    }

    [TestDataFact(Suite + "/optional/format")]
    public void Nearly_all_tests_of_the_known_formats_pass()
    {
        // Internationalised names need tables of their own (IDNA); their formats stay annotations.
        string[] unknown = ["idn-email.json", "idn-hostname.json", "iri.json", "iri-reference.json"];
        var files = Directory.EnumerateFiles(TestData.Folder(Suite + "/optional/format"), "*.json").Where(f => !unknown.Contains(Path.GetFileName(f)));
        var (passed, failed) = Run(files, assertFormats: true);

        Report("formats", passed, failed);
        ((double)passed / (passed + failed.Count)).ShouldBeGreaterThan(0.9);
    }

    private static (int Passed, List<string> Failed) Run(IEnumerable<string> files, bool assertFormats)
    {
        var (passed, failed) = (0, new List<string>());
        foreach (var file in files)
        {
            foreach (var group in Parse(file).EnumerateArray())
            {
                var options = new SchemaOptions { Documents = Remotes.Value, AssertFormats = assertFormats };
                var compiles = Schema.TryCompile(group.GetProperty("schema"), options, out var schema, out var errors);
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    var found = compiles ? schema!.Validate(test.GetProperty("data")) : errors;
                    var quick = compiles && schema!.IsValid(test.GetProperty("data"));
                    var expected = test.GetProperty("valid").GetBoolean();
                    if (compiles && found.Count == 0 == expected && quick == expected)
                    {
                        passed++;
                    }
                    else
                    {
                        failed.Add($"{Path.GetFileName(file)}: {group.GetProperty("description")}: {test.GetProperty("description")}: {string.Join(" ", found.Take(1))}");
                    }
                }
            }
        }

        return (passed, failed);
    }

    private static JsonElement Parse(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return document.RootElement.Clone();
    }

    private void Report(string name, int passed, List<string> failed)
    {
        output.WriteLine($"{name}: {passed} of {passed + failed.Count}");
        failed.ForEach(output.WriteLine);
    }
}
