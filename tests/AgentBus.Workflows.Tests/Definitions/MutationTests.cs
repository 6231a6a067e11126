using System.Text.Json;
using System.Text.Json.Nodes;
using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Good documents, broken in many ways: each time the problem is found where it is, whatever else is in the document.</summary>
public class MutationTests
{
    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = true };

    public static TheoryData<string> Names => [.. Mutations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_broken_in_a_shipped_definition_is_reported_in_its_line(string mutation) => Break(Shipped(), mutation);

    [TestDataTheory("serverless-workflow/examples")]
    [MemberData(nameof(Names))]
    public void What_is_broken_in_an_example_of_the_standard_is_reported_in_its_line(string mutation) =>
        Break(Directory.EnumerateFiles(TestData.Folder("serverless-workflow/examples"), "*.yaml"), mutation);

    private static void Break(IEnumerable<string> files, string mutation)
    {
        var broken = 0;
        foreach (var file in files)
        {
            var document = JsonNode.Parse(DocumentText.Parse(File.ReadAllText(file), new ProblemList())!.ToJson().GetRawText())!.AsObject();
            var pointer = Mutations.All[mutation](document);
            var text = document.ToJsonString(Lines);
            var line = DefinitionText.Find(text, pointer)?.Line ?? 0;

            var result = DefinitionReader.Read(text);

            result.Definition.ShouldBeNull();
            result.Problems.ShouldContain(
                problem => problem.Path.StartsWith(pointer, StringComparison.Ordinal) && problem.Line >= line && problem.Line <= line + (mutation == "functions call each other" ? 4 : 1) && problem.Column > 0 && problem.Message.Length > 20,
                $"{Path.GetFileName(file)}: {pointer} in line {line}, but: {string.Join(" ", result.Problems)}");
            broken++;
        }

        broken.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<string> Shipped()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AgentBus.sln")))
        {
            folder = folder.Parent!;
        }

        return Directory.EnumerateFiles(Path.Combine(folder.FullName, "deploy", "workflows"), "*.yaml");
    }
}
