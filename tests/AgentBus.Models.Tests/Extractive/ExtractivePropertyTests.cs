using System.Text.Json;
using AgentBus.Models.Extractive;
using AgentBus.Models.Extractive.Judging;
using AgentBus.Models.Extractive.Ranking;
using AgentBus.Models.Extractive.Tasks;
using AgentBus.Models.Extractive.Text;
using AgentBus.Models.Tests.Judging;
using FsCheck;
using FsCheck.Fluent;

namespace AgentBus.Models.Tests.Extractive;

/// <summary>What holds for any text, however broken.</summary>
public sealed class ExtractivePropertyTests
{
    /// <summary>Texts made of what trips parsers: markup, marks, numbers, quotes, odd letters, and pieces of real text.</summary>
    private static readonly Arbitrary<string> Texts = Gen.OneOf(
            Gen.Elements("#", "##", "```", "|", "- ", "* ", "1. ", ">", "[a](b)", "![", "](", "<p>", "</td>", "<script>", "&amp;", "**", "_", "`", "\n", "\n\n", "\r\n", "\t", "    "),
            Gen.Elements("e.g.", "Dr. ", "U.S.", "...", "?!", "。", "”", "“", "(", ")", "'", "can't", "n't", "cannot", "'s", "-", "--", "1,2", "1,200", "1.2.3", "-5", "5%", "$3 million", "2026-01-31", "10:30", "x86_64", "C#", "ﬁ", "🙂", "日本語", "\0"),
            Gen.Elements(SourceTexts.Passages.SelectMany(Sentences.Quotable).ToArray()),
            ArbMap.Default.GeneratorFor<string>().Where(s => s is not null))
        .ListOf().Select(parts => string.Join(' ', parts)).ToArbitrary();

    [Fact]
    public void No_text_breaks_a_task_and_the_same_text_gives_the_same_output() => Prop.ForAll(Texts, Texts, (a, b) =>
    {
        (IExtractiveTask Task, object Input)[] runs =
        [
            (new SummariseTask(), new { topic = b, passages = new[] { new { id = "p", text = a } } }),
            (new ExtractTask(), new { text = a }),
            (new ClassifyTask(), new { text = a, labels = new[] { new { name = "one", description = b }, new { name = "two", description = "2" } } }),
            (new AnswerTask(), new { question = b, passages = new[] { new { id = "p", text = a } } }),
            (new JudgeTask(), new { claim = b, passage = a }),
        ];
        foreach (var (task, input) in runs)
        {
            var json = JsonSerializer.SerializeToElement(input);
            task.Run(json).ShouldBe(task.Run(json));
        }
    }).Check(Quick);

    [Fact]
    public void A_summary_is_made_of_whole_sentences_of_the_passage_and_of_no_more_than_asked() => Prop.ForAll(Texts, text =>
    {
        var quotable = Sentences.Quotable(text).ToList();
        var summary = Summary.Select(Sentence.Quotable([new Passage("p", text)]), "the queue of the broker", 3);

        summary.Count.ShouldBeLessThanOrEqualTo(3);
        summary.Select(s => s.Sentence.Text).ShouldBeSubsetOf(quotable);
        summary.ShouldAllBe(s => s.Score >= 0 && s.Score <= 1);
    }).Check(Quick);

    [Fact]
    public void Every_sentence_of_a_text_is_supported_by_the_text() => Prop.ForAll(Texts, text =>
    {
        foreach (var sentence in Sentences.Quotable(text))
        {
            Support.Judge(sentence, text).Faults.ShouldBeEmpty(sentence);
        }
    }).Check(Quick);

    [Fact]
    public void Support_lies_between_none_and_all() => Prop.ForAll(Texts, Texts, (claim, passage) =>
        Support.Judge(claim, passage).Support.ShouldBeInRange(0, 1)).Check(Quick);

    [Fact]
    public void Tokens_lie_in_order_inside_the_text() => Prop.ForAll(Texts, text =>
    {
        var tokens = Tokens.Of(text);
        tokens.ShouldAllBe(t => t.Start >= 0 && t.Start < t.End && t.End <= text.Length);
        tokens.Zip(tokens.Skip(1)).ShouldAllBe(p => p.First.Start <= p.Second.Start);
    }).Check(Quick);

    private static Config Quick => Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(12);
}
