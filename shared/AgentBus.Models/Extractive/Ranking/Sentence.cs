using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Ranking;

/// <summary>A sentence with its place and its content stems.</summary>
internal sealed record Sentence(string Text, string? PassageId, string[] Stems)
{
    public static Sentence Of(string text, string? passageId) => new(text, passageId, [.. Tokens.ContentStems(text)]);

    /// <summary>Quotable sentences of all passages, in order; of one that occurs twice the first.</summary>
    public static List<Sentence> Quotable(IEnumerable<Passage> passages, bool plain = false) =>
        [.. passages.SelectMany(p => (plain ? Sentences.QuotablePlain(p.Text) : Sentences.Quotable(p.Text)).Select(s => Of(s, p.Id))).DistinctBy(s => string.Join(' ', s.Stems))];
}
