using AgentBus.Agents.Analysis.Text;

namespace AgentBus.Agents.Analysis.Comparing;

/// <summary>A sentence of a source, taken apart once for many comparisons.</summary>
internal sealed record Statement(CitedSentence Sentence, string Source, IReadOnlySet<string> Content, IReadOnlySet<string> Numbers, bool Negative)
{
    public static Statement Of(CitedSentence sentence, string source) => new(
        sentence, source, Words.Content(sentence.Text), Words.Numbers(sentence.Text), Words.NegationCount(sentence.Text) % 2 == 1);

    /// <summary>The presentable sentences of passages.</summary>
    public static IReadOnlyList<Statement> Of(IEnumerable<Passage> passages) =>
    [
        .. from passage in passages
           from sentence in Sentences.Of(passage.Text)
           where Sentences.IsPresentable(sentence)
           select Of(new CitedSentence(sentence, passage.Id), passage.Source),
    ];
}
