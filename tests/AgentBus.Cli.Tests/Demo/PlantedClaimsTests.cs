using System.Text.Json;
using AgentBus.Cli.Demo;

namespace AgentBus.Cli.Tests.Demo;

public sealed class PlantedClaimsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentbus-demo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Prose_is_read_with_its_lines_and_code_headings_and_tables_are_not()
    {
        var file = Path.Combine(_folder, "a.md");
        File.WriteAllText(file, """
            # A heading that is long enough to look like a sentence.

            The first sentence of this paragraph is plain prose with `code` in it.
            The second one stands on the next line and belongs to the same paragraph.

            - **An item** of a list is a paragraph of its own, with the lines
              that are indented under it.
            - Short.

            ```
            This is code and not prose, although it reads like a proper sentence.
            ```
            | A table | is no prose either, however many words it may have. |
            """);
        var passages = SourceReader.Passages(file).ToList();
        passages.Select(p => (p.From, p.To)).ShouldBe([(3, 4), (6, 7), (8, 8)]);
        passages.SelectMany(p => p.Sentences).ShouldBe([
            "The first sentence of this paragraph is plain prose with code in it.",
            "The second one stands on the next line and belongs to the same paragraph.",
            "An item of a list is a paragraph of its own, with the lines that are indented under it.",
        ]);
    }

    [Fact]
    public void Half_are_altered_so_that_each_differs_from_its_passage_and_the_same_seed_makes_the_same_set()
    {
        var passages = Passages();
        var claims = PlantedClaims.Of(passages);
        claims.Count.ShouldBe(200);
        claims.Count(c => c.Altered is not null).ShouldBe(100);
        claims.Where(c => c.Altered is not null).ShouldAllBe(c => !c.Passage.Contains(c.Claim));
        claims.Where(c => c.Altered is null).ShouldAllBe(c => c.Passage.Contains(c.Claim));
        claims.Select(c => c.Altered).Distinct().Count().ShouldBe(5);
        PlantedClaims.Of(passages).ShouldBe(claims);
    }

    [Theory]
    [InlineData("It is ready at noon.", "It is not ready at noon.")]
    [InlineData("It does not lose messages.", "It does lose messages.")]
    [InlineData("Queues keep order.", null)]
    public void A_negation_is_put_in_or_taken_out(string sentence, string? altered) => Alteration.Negation(sentence).ShouldBe(altered);

    [Fact]
    public void The_score_counts_what_was_caught_of_the_altered_and_what_was_suspected_of_the_others()
    {
        PlantedClaim[] claims = [new("1", "a", "p", "number"), new("2", "b", "p", "name"), new("3", "c", "p", null), new("4", "d", "p", null)];
        var score = ClaimScore.Of(claims, JsonElement.Parse("""
            {"results":[{"id":"1","faults":[{"kind":"number"}]},{"id":"2","faults":[]},{"id":"3","faults":[{"kind":"name"}]},{"id":"4","faults":[]}]}
            """));
        (score.Planted, score.Altered, score.Caught, score.FalseAlarms).ShouldBe((4, 2, 0.5, 0.5));
        score.ByKind.ShouldBe(new Dictionary<string, double> { ["name"] = 0, ["number"] = 1 });
    }

    [Fact]
    public void A_briefing_is_checked_against_the_lines_it_cites()
    {
        var file = Path.Combine(_folder, "b.md");
        File.WriteAllText(file, "The queue holds 200 messages.\n");
        var output = BriefingOutput.Check(JsonElement.Parse($$$"""
            {"file":"x.md","sentences":2,"citations":[
              {"sentence":"The queue holds 200 messages.","source":"{{{file}}}","lines":{"from":1,"to":1}},
              {"sentence":"The queue holds 300 messages.","source":"{{{file}}}","lines":"1-1"},
              {"sentence":"Far away.","source":"https://example.org/","lines":{"from":1,"to":1} } ] }
            """));
        output.Citations.Select(c => c.Supported).ShouldBe([true, false, null]);
    }

    private static List<SourcePassage> Passages() => [.. Enumerable.Range(0, 120).Select(i =>
    {
        string[] sentences =
        [
            $"The worker number {i} is started by Operator{(char)('a' + (i % 26))} on the {i + 3} machines of the site.",
            $"Each of its queues can hold {i * 7} messages before Rabbit{(char)('a' + (i % 26))} slows it down.",
        ];
        return new SourcePassage($"file{i % 5}.md", 1, 2, string.Join(' ', sentences), sentences);
    })];
}
