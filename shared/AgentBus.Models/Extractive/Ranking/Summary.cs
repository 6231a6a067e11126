using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Ranking;

/// <summary>Chooses sentences that are central, on the topic and unlike each other.</summary>
internal static class Summary
{
    /// <summary>The graph is quadratic: beyond this many sentences only the most relevant enter it.</summary>
    internal const int MaxGraph = 400;

    /// <summary>Weight of relevance against novelty in maximal marginal relevance (Carbonell and Goldstein 1998).</summary>
    private const double Relevance = 0.7;

    private const double SameSentence = 0.9;

    /// <summary>Best first. Scores are relevance to topic and text, largest 1.</summary>
    public static IReadOnlyList<(Sentence Sentence, double Score)> Select(IReadOnlyList<Sentence> all, string? topic, int count)
    {
        var query = topic is null ? [] : Tokens.ContentStems(topic).Distinct(StringComparer.Ordinal).ToArray();
        var sentences = MostRelevant(all, query);
        if (sentences.Count == 0)
        {
            return [];
        }

        var bm25 = new Bm25([.. sentences.Select(s => s.Stems)]);
        var topical = Normalised(bm25.Scores(query));
        var graph = new SentenceGraph(sentences, bm25);
        var central = graph.Rank([.. topical.Select(t => t + 0.1)]);
        var scores = Normalised([.. central.Zip(topical, (c, t) => query.Length == 0 ? c : (0.4 * c) + (0.6 * t))]);
        return [.. Diverse(graph, scores, count).Select(i => (sentences[i], Math.Round(scores[i], 4)))];
    }

    private static IReadOnlyList<Sentence> MostRelevant(IReadOnlyList<Sentence> all, string[] query)
    {
        if (all.Count <= MaxGraph)
        {
            return all;
        }

        var scores = new Bm25([.. all.Select(s => s.Stems)]).Scores(query);
        return [.. Enumerable.Range(0, all.Count).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(MaxGraph).Order().Select(i => all[i])];
    }

    private static List<int> Diverse(SentenceGraph graph, double[] scores, int count)
    {
        var chosen = new List<int>();
        var closest = new double[scores.Length];
        while (chosen.Count < count)
        {
            var best = -1;
            var bestValue = double.NegativeInfinity;
            for (var i = 0; i < scores.Length; i++)
            {
                var value = (Relevance * scores[i]) - ((1 - Relevance) * closest[i]);
                if (closest[i] < SameSentence && value > bestValue)
                {
                    (best, bestValue) = (i, value);
                }
            }

            if (best < 0)
            {
                break;
            }

            chosen.Add(best);
            for (var i = 0; i < scores.Length; i++)
            {
                closest[i] = i == best ? 1 : Math.Max(closest[i], graph.Similarity(i, best));
            }
        }

        return chosen;
    }

    internal static double[] Normalised(double[] scores)
    {
        var top = scores.DefaultIfEmpty(0).Max();
        return top > 0 ? [.. scores.Select(s => s / top)] : scores;
    }
}
