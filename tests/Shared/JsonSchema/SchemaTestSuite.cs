using System.Text.Json;
using AgentBus.JsonSchema;

namespace AgentBus.Tests.Shared.JsonSchema;

/// <summary>Runs the official test suite of JSON Schema 2020-12.</summary>
internal static class SchemaTestSuite
{
    /// <summary>The folder of the required tests in the test data.</summary>
    public const string Required = "json-schema/draft2020-12";

    // The suite's own server; its remotes are given to the compiler, so that nothing is fetched.
    private const string Server = "http://localhost:1234/";

    private static readonly Lazy<Dictionary<string, JsonElement>> Remotes = new(() =>
    {
        var root = TestData.Folder("json-schema/remotes");
        return Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Server + Path.GetRelativePath(root, f).Replace('\\', '/'), Parse);
    });

    /// <summary>The number of tests that pass, and the others each with what it found.</summary>
    public static (int Passed, List<string> Failed) Run(IEnumerable<string> files, bool assertFormats)
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
}
