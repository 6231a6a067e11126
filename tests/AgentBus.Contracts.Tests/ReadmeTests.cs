using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentBus.Contracts.Tests;

/// <summary>The README is what a team in another language writes its agent from.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_record_has_an_example_that_reads_and_shows_nothing_that_is_not_there()
    {
        var examples = Examples().ToList();

        foreach (var (name, json) in examples)
        {
            var type = Wire.Messages.SingleOrDefault(message => message.Name == name).ShouldNotBeNull($"'{name}' is no record");
            var read = JsonSerializer.Deserialize(json, Wire.Json(type)).ShouldNotBeNull();
            JsonElement.DeepEquals(JsonElement.Parse(json), JsonSerializer.SerializeToElement(read, Wire.Json(type)))
                .ShouldBeTrue($"{name}: what was read from the example is not what it says: {JsonSerializer.Serialize(read, Wire.Json(type))}");
        }

        examples.Select(example => example.Name).Distinct().Order().ShouldBe(Wire.Messages.Select(message => message.Name));
    }

    private static IEnumerable<(string Name, string Json)> Examples()
    {
        var heading = "";
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));
        foreach (Match match in HeadingOrExample().Matches(readme))
        {
            if (match.Groups["heading"].Success)
            {
                heading = match.Groups["heading"].Value;
            }
            else
            {
                yield return (match.Groups["name"].Success ? match.Groups["name"].Value : heading, match.Groups["json"].Value);
            }
        }
    }

    [GeneratedRegex(@"^### (?<heading>\w+)$|^```json( (?<name>\w+))?\n(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeadingOrExample();
}
