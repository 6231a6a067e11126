namespace AgentBus.Models.Extractive.Ranking;

/// <summary>Sentences as a graph weighted by TF-IDF cosine, ranked by PageRank (LexRank, Erkan and Radev 2004; TextRank, Mihalcea and Tarau 2004; damping 0.85).</summary>
internal sealed class SentenceGraph
{
    private const double Damping = 0.85;
    private const int Rounds = 30;
    private readonly Dictionary<string, double>[] _vectors;

    public SentenceGraph(IReadOnlyList<Sentence> sentences, Bm25 weights) =>
        _vectors = [.. sentences.Select(s => Unit(s.Stems.CountBy(stem => stem, StringComparer.Ordinal).ToDictionary(p => p.Key, p => p.Value * weights.Idf(p.Key), StringComparer.Ordinal)))];

    /// <summary>Cosine of two sentences, 0..1.</summary>
    public double Similarity(int a, int b)
    {
        var (small, large) = _vectors[a].Count <= _vectors[b].Count ? (_vectors[a], _vectors[b]) : (_vectors[b], _vectors[a]);
        return small.Sum(p => large.TryGetValue(p.Key, out var other) ? p.Value * other : 0);
    }

    /// <summary>Importance of each sentence, largest 1. A random reader restarts at a sentence in proportion to <paramref name="bias"/>.</summary>
    public double[] Rank(double[] bias)
    {
        var n = _vectors.Length;
        var edges = Edges();
        var total = bias.Sum();
        var restart = bias.Select(b => total > 0 ? b / total : 1.0 / n).ToArray();
        var rank = restart.ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var next = restart.Select(r => (1 - Damping) * r).ToArray();
            for (var i = 0; i < n; i++)
            {
                foreach (var (to, weight) in edges[i])
                {
                    next[to] += Damping * rank[i] * weight;
                }
            }

            rank = next;
        }

        var top = rank.DefaultIfEmpty(1).Max();
        return [.. rank.Select(r => top > 0 ? r / top : 0)];
    }

    private List<(int To, double Weight)>[] Edges()
    {
        var n = _vectors.Length;
        var edges = Enumerable.Range(0, n).Select(_ => new List<(int To, double Weight)>()).ToArray();
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                var similarity = Similarity(i, j);
                if (similarity > 0.05)
                {
                    edges[i].Add((j, similarity));
                    edges[j].Add((i, similarity));
                }
            }
        }

        foreach (var list in edges)
        {
            var sum = list.Sum(e => e.Weight);
            for (var k = 0; k < list.Count; k++)
            {
                list[k] = (list[k].To, list[k].Weight / sum);
            }
        }

        return edges;
    }

    private static Dictionary<string, double> Unit(Dictionary<string, double> vector)
    {
        var length = Math.Sqrt(vector.Values.Sum(v => v * v));
        return length == 0 ? vector : vector.ToDictionary(p => p.Key, p => p.Value / length, StringComparer.Ordinal);
    }
}
