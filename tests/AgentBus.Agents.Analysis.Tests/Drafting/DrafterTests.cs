using AgentBus.Agents.Analysis.Drafting;

namespace AgentBus.Agents.Analysis.Tests.Drafting;

public sealed class DrafterTests
{
    private static readonly Dictionary<string, Passage> Passages = new[]
    {
        Passage("p1", "a.md", 30, "Delivery"), Passage("p2", "a.md", 10, "Delivery"), Passage("p3", "b.md", 5, null),
    }.ToDictionary(passage => passage.Id);

    [Fact]
    public void Sentences_on_the_topic_come_first_and_none_twice()
    {
        var chosen = Choose("queue messages", 10,
            ("However, a queue holds messages in the order of arrival.", "p1"),
            ("A quorum queue survives the loss of one node.", "p1"),
            ("The queue keeps messages until a worker confirms them.", "p2"),
            ("The queue keeps its messages until a worker confirms them.", "p3"),
            ("Bread is baked in an oven for most of an hour.", "p3"),
            ("Every queue of messages has an owner in the cluster.", "unknown"));

        chosen.Select(sentence => sentence.Text).ShouldBe(
        [
            "The queue keeps messages until a worker confirms them.", "A quorum queue survives the loss of one node.",
                "However, a queue holds messages in the order of arrival.",
        ]);
    }

    [Fact]
    public void A_word_that_few_passages_have_weighs_more()
    {
        string[] texts = ["Streams flow.", "Streams end.", "Streams begin.", "Backpressure slows streams."];
        var passages = texts.Select((text, index) => Passage($"p{index}", "a.md", index, null) with { Text = text, Score = -index }).ToList();
        var about = new TopicWeight("streams and backpressure", passages);

        about.Grade("Backpressure is applied.").ShouldBeGreaterThan(about.Grade("Streams are read."));
        about.IsTouchedBy("Nothing of it.", "Streams").ShouldBeTrue();
        about.IsTouchedBy("Nothing of it.", "Else").ShouldBeFalse();
        about.Foremost(passages, 2).Select(passage => passage.Id).ShouldBe(["p3", "p0"]);
    }

    [Fact]
    public void What_was_refused_does_not_come_again_and_another_takes_its_place()
    {
        (string, string)[] offered = [("The queue keeps messages for 5 days.", "p1"), ("The queue drops messages that are too old.", "p2"),
            ("A queue may limit messages by their number.", "p3")];
        Choose("queue messages", 1, offered).Single().Text.ShouldBe("The queue keeps messages for 5 days.");
        Drafter.Choose("queue messages", 1, Offered(offered), Passages, [new Fault { Text = "the queue keeps messages for 5 days" }])
            .Single().Text.ShouldBe("The queue drops messages that are too old.");
    }

    [Fact]
    public void Sections_follow_the_headings_and_the_order_of_the_sources()
    {
        var sentences = Enumerable.Range(1, 3).Select(i => new CitedSentence($"Overview {i}.", "p3"))
            .Append(new CitedSentence("Later.", "p1")).Append(new CitedSentence("Alone.", "p3")).Append(new CitedSentence("Earlier.", "p2")).ToList();
        var draft = Drafter.Arrange("queue  messages", sentences, Passages, [new DraftSection("Figures from x.csv", [new CitedSentence("F.", "t")])]);

        draft.Title.ShouldBe("Queue messages");
        draft.Sections.Select(section => (section.Heading, string.Join(' ', section.Sentences.Select(sentence => sentence.Text)))).ShouldBe(
            [("Overview", "Overview 1. Overview 2. Overview 3."), ("Delivery", "Earlier. Later."), ("Further points", "Alone."),
                ("Figures from x.csv", "F.")]);
    }

    private static IReadOnlyList<CitedSentence> Choose(string topic, int length, params (string, string)[] offered) =>
        Drafter.Choose(topic, length, Offered(offered), Passages, []);

    private static IEnumerable<SummarySentence> Offered((string Text, string Passage)[] offered) =>
        offered.Select(item => new SummarySentence { Text = item.Text, PassageId = item.Passage });

    private static Passage Passage(string id, string source, int line, string? heading) =>
        new() { Id = id, Source = source, Lines = new LineRange(line, line + 1), Text = "A queue keeps messages.", Heading = heading };
}
