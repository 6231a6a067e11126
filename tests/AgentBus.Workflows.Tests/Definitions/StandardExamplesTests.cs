using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Every example of the standard is either read or refused by the name of what is not supported.</summary>
public class StandardExamplesTests
{
    /// <summary>For each unsupported feature the words its problem must hold, and how an example shows that it uses it.</summary>
    private static readonly (string InText, string InProblem)[] Features =
    [
        ("call: https:", "calls a function from outside"),
        ("call: grpc", "'call: grpc' is not supported"),
        ("call: asyncapi", "'call: asyncapi' is not supported"),
        ("container:", "'run: container' is not supported"),
        ("script:", "'run: script' is not supported"),
        ("shell:", "'run: shell' is not supported"),
    ];

    [TestDataFact("serverless-workflow/examples")]
    public void Every_example_is_read_or_refused_naming_each_feature_that_is_missing()
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(TestData.Folder("serverless-workflow/examples"), "*.yaml"))
        {
            var text = File.ReadAllText(file);
            var result = DefinitionReader.Read(text);
            // What is defined under use is refused as a whole and not task by task.
            var tasks = text[text.IndexOf("\ndo:", StringComparison.Ordinal)..];
            var expected = Features.Where(f => (f.InText.StartsWith("  ", StringComparison.Ordinal) ? text : tasks).Contains(f.InText, StringComparison.Ordinal))
                .Select(f => f.InProblem).ToList();
            foreach (var words in expected)
            {
                result.Problems.ShouldContain(p => p.Message.Contains(words, StringComparison.Ordinal), $"{Path.GetFileName(file)} must be refused for: {words}");
            }

            result.Problems.ShouldAllBe(p => p.Message.Contains("supported", StringComparison.Ordinal) || p.Message.Contains("from outside", StringComparison.Ordinal), Path.GetFileName(file));
            (result.Definition is null).ShouldBe(expected.Count > 0, Path.GetFileName(file));
            read += result.Definition is null ? 0 : 1;
        }

        read.ShouldBeGreaterThan(30);
    }
}
