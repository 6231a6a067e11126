using AgentBus.Workflows.Definitions;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>The text below the workflow: which values it holds and what is refused before anything is understood.</summary>
public class YamlTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("+007", "7")]
    [InlineData("-0", "-0")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1.e3", "1e3")]
    [InlineData("00.10", "0.10")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("True", "true")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("2020-01-01", "\"2020-01-01\"")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("|\n  two\n  lines", "\"two\\nlines\"")]
    public void Scalars_follow_the_core_schema(string yaml, string json)
    {
        var problems = new ProblemList();

        var node = DocumentText.Parse($"a: {yaml}", problems).ShouldNotBeNull();

        problems.IsEmpty.ShouldBeTrue();
        node.ToJson().GetProperty("a").GetRawText().ShouldBe(json);
    }

    [Theory]
    [InlineData("a: .nan", 1, 4, "JSON has no number '.nan'")]
    [InlineData("a: !!int x", 1, 4, "is not a value of the tag")]
    [InlineData("a: 1\nb: [1", 3, 1, "not valid YAML")]
    [InlineData("a: 1\nb: *nothing", 2, 4, "has no anchor")]
    [InlineData("a: 1\na: 2", 2, 1, "given twice, first in line 1")]
    [InlineData("a: 1\n---\nb: 2", 2, 1, "a second document begins here")]
    [InlineData("? [a]\n: 1", 1, 3, "a name must be a plain text")]
    [InlineData("do:\n\t- a: {wait: PT1S}", 2, 1, "is indented by a tab. Indent by spaces")]
    [InlineData("a: x\0y", 1, 6, "not valid YAML")]
    [InlineData("# nothing", 2, 1, "the document is empty")]
    [InlineData("", 1, 1, "The document is empty")]
    [InlineData("a: !mine {}", 1, 4, "the tag '!mine'")]
    [InlineData("{\"a\": 1,\n \"b\": ]}", 2, 7, "not valid JSON")]
    [InlineData("{\"a\": 1,\n \"a\": 2}", 2, 2, "given twice, first in line 1")]
    public void What_cannot_be_read_is_one_problem_with_its_position(string text, int line, int column, string words)
    {
        var result = DefinitionReader.Read(text);

        result.Definition.ShouldBeNull();
        var problem = result.Problems.First(p => p.Message.Contains(words, StringComparison.Ordinal));
        (problem.Line, problem.Column).ShouldBe((line, column));
    }

    [Fact]
    public void A_flow_mapping_of_yaml_is_not_taken_for_broken_json() =>
        DocumentText.Parse("{a: b}", new ProblemList()).ShouldNotBeNull().ToJson().GetRawText().ShouldBe("""{"a":"b"}""");

    [Fact]
    public void Aliases_are_copies_of_their_anchors() =>
        DocumentText.Parse("a: &x {b: 1}\nc: *x", new ProblemList()).ShouldNotBeNull().ToJson().GetRawText().ShouldBe("""{"a":{"b":1},"c":{"b":1}}""");

    [Fact]
    public void Aliases_of_aliases_that_stand_for_gigabytes_are_refused()
    {
        var lines = new List<string> { "a0: &a0 [x, x, x, x, x, x, x, x, x, x]" };
        for (var i = 1; i < 12; i++)
        {
            lines.Add($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        }

        DefinitionReader.Read(string.Join('\n', lines)).Problems.ShouldHaveSingleItem().Message.ShouldContain("aliases stand for more text");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    public void Endless_nesting_is_refused(string open)
    {
        var text = string.Concat(Enumerable.Repeat(open, 5_000));

        DefinitionReader.Read(text).Problems.ShouldHaveSingleItem().Message.ShouldMatch("nested more than 100|depth of 100");
    }

    [Fact]
    public void A_hundred_levels_are_read_and_one_more_is_not()
    {
        static string Levels(int n) => $"a: {new string('[', n - 1)}{new string(']', n - 1)}";

        DocumentText.Parse(Levels(100), new ProblemList()).ShouldNotBeNull().ToJson();
        DocumentText.Parse(Levels(101), new ProblemList()).ShouldBeNull();
    }

    [Fact]
    public void Two_megabytes_are_refused_before_they_are_read() =>
        DefinitionReader.Read("a: " + new string('[', 2 * 1024 * 1024)).Problems.ShouldHaveSingleItem().Message.ShouldContain("Split it into several workflows");

    [Fact]
    public void Over_one_megabyte_is_refused() =>
        DefinitionReader.Read(new string('#', WorkflowLimits.Default.DocumentBytes + 1)).Problems.ShouldHaveSingleItem().Message.ShouldContain("the limit is 1048576");
}
