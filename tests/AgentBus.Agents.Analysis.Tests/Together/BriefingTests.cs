using System.Text.Json;
using AgentBus.Contracts;

namespace AgentBus.Agents.Together;

public sealed class BriefingTests : IDisposable
{
    private readonly SampleSources sources = new();

    private string Folder => sources.Folder;

    public void Dispose() => sources.Dispose();

    [Fact]
    public async Task Five_agents_write_a_briefing_whose_sentences_stand_in_the_lines_they_cite()
    {
        using var agents = new AgentsInProcess(Folder);
        var (analysis, validation, published) = await Briefing.WriteAsync(agents, "How queues keep messages",
            [Folder + "/docs", Folder + "/absent.md"]);

        validation.GetProperty("confidence").GetDouble().ShouldBeGreaterThan(0.8);
        validation.GetProperty("faults").GetArrayLength().ShouldBe(0);
        var citations = published.GetProperty("citations").EnumerateArray().ToList();
        citations.Count.ShouldBeGreaterThanOrEqualTo(6);
        citations.ShouldAllBe(citation => Stands(citation));
        citations.ShouldContain(citation => citation.GetProperty("sentence")
            .GetString() == "Messages rises from 110 (year 2020) to 310 (year 2025).");
        var contradiction = analysis.GetProperty("contradictions").EnumerateArray().ShouldHaveSingleItem();
        contradiction.GetProperty("kind").GetString().ShouldBe("number");
        var text = await File.ReadAllTextAsync(published.GetProperty("file").GetString()!);
        text.ShouldContain($"- {Folder}/absent.md: missing: there is no such file or folder");
        text.ShouldNotContain("hereby");
    }

    [Fact]
    public async Task What_looks_like_a_tag_in_a_text_is_quoted_as_it_stands()
    {
        var file = Path.Combine(Folder, "triggers.txt");
        await File.WriteAllTextAsync(file, "When <I>'s postinst is called, the triggers that are pending for the package are handed over to it as its arguments.\n");
        using var agents = new AgentsInProcess(Folder);
        var (_, _, published) = await Briefing.WriteAsync(agents, "postinst triggers", [file]);

        published.GetProperty("citations").EnumerateArray().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            citation => Stands(citation).ShouldBeTrue(), citation => citation.GetProperty("sentence").GetString().ShouldNotBeNull().ShouldStartWith("When <I>'s postinst"));
    }

    [Theory]
    [InlineData("signups.csv")]
    [InlineData("signups.json")]
    public async Task A_table_alone_makes_a_briefing(string name)
    {
        int[] signups = [11, 19, 34, 47, 60, 72, 88, 99, 113, 128, 141, 160];
        var rows = signups.Select((value, i) => (Month: $"2025-{i + 1:00}", Value: value)).ToList();
        var file = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(file, name.EndsWith(".csv", StringComparison.Ordinal)
            ? "month,signups\n" + string.Concat(rows.Select(row => $"{row.Month},{row.Value}\n"))
            : JsonSerializer.Serialize(rows.Select(row => new { month = row.Month, signups = row.Value })));
        using var agents = new AgentsInProcess(Folder);
        var (analysis, validation, _) = await Briefing.WriteAsync(agents, "Signups in each month", [file]);

        Sentences(analysis).ShouldContain("Signups rises from 11 (month 2025-01) to 160 (month 2025-12).");
        Sentences(analysis).Count.ShouldBeGreaterThanOrEqualTo(3);
        validation.GetProperty("faults").GetArrayLength().ShouldBe(0);
        validation.GetProperty("confidence").GetDouble().ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task A_refused_sentence_is_replaced_when_the_draft_goes_back()
    {
        using var agents = new AgentsInProcess(Folder);
        var found = await agents.DoneAsync("research", new { topic = "queue messages", sources = new[] { Folder + "/docs" } });
        object Input(object? faults) => new { topic = "queue messages", length = 2, passages = found.GetProperty("passages"), faults };
        var before = Sentences(await agents.DoneAsync("analysis", Input(null)));
        var after = Sentences(await agents.DoneAsync("analysis", Input(new[] { new { text = before[0], detail = "refused" } })));

        before.Count.ShouldBe(2);
        after.Count.ShouldBe(2);
        after.ShouldNotContain(before[0]);
        after.ShouldContain(before[1]);
    }

    [Fact]
    public async Task Sources_that_cannot_be_read_fail_only_when_nothing_is_left()
    {
        using var agents = new AgentsInProcess(Folder);
        var found = await agents.DoneAsync("research", new { topic = "queues", sources = new[] { Folder + "/absent.md", "http://127.0.0.1/x" } });
        var (kind, _, failure) = await agents.CallAsync("analysis",
            new
            {
                topic = "queues", passages = found.GetProperty("passages"), tables = found.GetProperty("tables"),
                skipped = found.GetProperty("skipped")
            });

        kind.ShouldBe(AgentResultKind.Permanent);
        failure.ShouldNotBeNull().ShouldStartWith(
            $"no-usable-source: No source is left that speaks of 'queues'. Skipped: {Folder}/absent.md: missing");
        failure.ShouldContain("is not public");
    }

    [Fact]
    public async Task A_topic_that_no_source_speaks_of_says_so()
    {
        using var agents = new AgentsInProcess(Folder);
        var found = await agents.DoneAsync("research", new { topic = "volcanoes", sources = new[] { Folder + "/docs/queues.md" } });
        found.GetProperty("passages").GetArrayLength().ShouldBe(0);
        (await agents.CallAsync("analysis", new { topic = "volcanoes", passages = found.GetProperty("passages") })).Failure.ShouldNotBeNull()
            .ShouldStartWith("nothing-found: ");
    }

    private static bool Stands(JsonElement citation)
    {
        var lines = citation.GetProperty("lines");
        var (from, to) = (lines.GetProperty("from").GetInt32(), lines.GetProperty("to").GetInt32());
        var source = string.Join(' ', File.ReadLines(citation.GetProperty("source").GetString()!).Skip(from - 1).Take(to - from + 1));
        var sentence = citation.GetProperty("sentence").GetString()!;
        return citation.GetProperty("source").GetString()!.EndsWith(".csv", StringComparison.Ordinal)
            ? sentence.Split(' ', '.', ',', '(', ')').Where(word => int.TryParse(word, out _))
                .All(number => source.Contains(number, StringComparison.Ordinal))
            : source.Contains(sentence, StringComparison.Ordinal);
    }

    private static List<string> Sentences(JsonElement analysis) =>
        [.. analysis.GetProperty("draft").GetProperty("sections").EnumerateArray()
            .SelectMany(section => section.GetProperty("sentences").EnumerateArray()).Select(sentence => sentence.GetProperty("text").GetString()!)];
}
