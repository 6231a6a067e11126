using AgentBus.Models.Extractive.Entities;
using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Ranking;

/// <summary>Picks the sentence that answers a question: BM25, and half as much again for holding the kind of thing asked for (a number, a date, a name).</summary>
internal static class QuestionAnswering
{
    private const double RightKind = 1.5;

    /// <summary>The best sentence; confidence is the share of the question's meaning it covers, 0..1.</summary>
    public static (Sentence Sentence, double Confidence)? Best(string question, IReadOnlyList<Sentence> sentences)
    {
        var query = Tokens.ContentStems(question).Distinct(StringComparer.Ordinal).ToArray();
        var bm25 = new Bm25([.. sentences.Select(s => s.Stems)]);
        var fits = Expected(question.ToLowerInvariant());
        var scores = bm25.Scores(query).Select((s, i) => s > 0 && fits(sentences[i].Text) ? s * RightKind : s).ToArray();
        if (scores.Length == 0 || scores.Max() <= 0)
        {
            return null;
        }

        var best = Array.IndexOf(scores, scores.Max());
        var total = query.Sum(bm25.Idf);
        var covered = query.Where(sentences[best].Stems.Contains).Sum(bm25.Idf);
        return (sentences[best], Math.Round(covered / total, 4));
    }

    private static Func<string, bool> Expected(string question) => question switch
    {
        _ when question.Contains("how many", StringComparison.Ordinal) || question.Contains("how much", StringComparison.Ordinal) || question.Contains("how long", StringComparison.Ordinal)
            => s => Quantities.Of(s).Count > 0,
        _ when question.Contains("when", StringComparison.Ordinal) => s => Quantities.Of(s).Any(q => q.Unit == "lit" || (q.Value is > 1500 and < 2200)),
        _ when question.Contains("who", StringComparison.Ordinal) => s => EntityFinder.Of([new Passage(null, s)]).Any(e => e.Kind == "name"),
        _ => _ => false,
    };
}
