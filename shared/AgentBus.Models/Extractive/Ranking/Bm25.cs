namespace AgentBus.Models.Extractive.Ranking;

/// <summary>BM25 relevance (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75) of short texts, given as stems.</summary>
internal sealed class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.75;
    private readonly IReadOnlyList<string[]> _documents;
    private readonly Dictionary<string, int> _frequency = new(StringComparer.Ordinal);
    private readonly double _meanLength;

    public Bm25(IReadOnlyList<string[]> documents)
    {
        _documents = documents;
        _meanLength = documents.Count == 0 ? 1 : Math.Max(1, documents.Average(d => d.Length));
        foreach (var stem in documents.SelectMany(d => d.Distinct(StringComparer.Ordinal)))
        {
            _frequency[stem] = _frequency.GetValueOrDefault(stem) + 1;
        }
    }

    /// <summary>How much a stem tells apart; the form that is never negative.</summary>
    public double Idf(string stem)
    {
        var n = _frequency.GetValueOrDefault(stem);
        return Math.Log(1 + ((_documents.Count - n + 0.5) / (n + 0.5)));
    }

    /// <summary>One score for each document, in order; 0 where no stem of the query occurs.</summary>
    public double[] Scores(IReadOnlyCollection<string> query) => [.. _documents.Select(d => Score(d, query))];

    private double Score(string[] document, IReadOnlyCollection<string> query)
    {
        var score = 0.0;
        foreach (var stem in query)
        {
            var tf = document.Count(s => s == stem);
            if (tf > 0)
            {
                score += Idf(stem) * tf * (K1 + 1) / (tf + (K1 * (1 - B + (B * document.Length / _meanLength))));
            }
        }

        return score;
    }
}
