using AgentBus.Workflows.Definitions;

namespace AgentBus.Workflows.Tests.Definitions;

/// <summary>Whatever the text is, reading it ends with a definition or with problems.</summary>
public class HostileTextTests
{
    [Fact]
    public void Damaged_documents_end_in_problems_and_not_in_exceptions()
    {
        var random = new Random(7);
        var good = Workflow.With("do:\n  - a: &x {set: {b: '${ .c }', d: [1, 2.5e3, ~, \"q\\u00e9\"]}}\n  - b: {switch: [{c: {when: ., then: a}}]}\n  - e: *x\n");
        const string Noise = "{}[]:,-?|>&*!%@`'\"#\\\n\t ${0\u0000\ud800\uffff~<";
        for (var i = 0; i < 3_000; i++)
        {
            var text = good.ToCharArray().ToList();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0: text.RemoveAt(at); break;
                    case 1: text.Insert(at, Noise[random.Next(Noise.Length)]); break;
                    default: text[at] = Noise[random.Next(Noise.Length)]; break;
                }
            }

            var result = DefinitionReader.Read(new string([.. text]));

            (result.Definition is null).ShouldBe(result.Problems.Count > 0);
            result.Problems.ShouldAllBe(p => p.Line >= 0 && p.Column >= 0 && p.Message.Length > 0);
        }
    }

    [Fact]
    public void More_than_ten_thousand_tasks_are_refused_once()
    {
        var text = Workflow.With("do:\n" + string.Concat(Enumerable.Range(0, 10_050).Select(i => $"  - t{i}: {{wait: PT1S}}\n")));

        DefinitionReader.Read(text).Problems.ShouldHaveSingleItem().Message.ShouldContain("more than 10000 tasks");
    }

    [Theory]
    [InlineData("do: [", "{a: {wait: PT1S}}, ", "]")]
    [InlineData("a: ", "[", "")]
    [InlineData("", "? ", "")]
    [InlineData("a: ", "&a ", "")]
    [InlineData("", "a: b: ", "")]
    [InlineData("a: '", "''", "'")]
    [InlineData("a: ", "9", "")]
    [InlineData("a: 0x", "f", "")]
    [InlineData("{\"a\": ", "[", "")]
    [InlineData("x: >\n", " a\n\n", "")]
    [InlineData("do:\n", "  - t: {sat: {}}\n", "")]
    [InlineData("x: ", "\"\\", "")]
    public void A_megabyte_of_anything_ends_soon(string before, string repeated, string after)
    {
        var text = before + string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length)) + after;
        var clock = System.Diagnostics.Stopwatch.StartNew();

        DefinitionReader.Read(text).Problems.ShouldNotBeEmpty();

        // Wide, for a busy machine: what takes the square of a megabyte takes hours.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }
}
