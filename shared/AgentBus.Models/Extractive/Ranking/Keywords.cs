using AgentBus.Models.Extractive.Text;

namespace AgentBus.Models.Extractive.Ranking;

/// <summary>Phrases that carry a text: words ranked on their co-occurrence graph (TextRank, window 3), joined where they stand together.</summary>
internal static class Keywords
{
    private const int Window = 3;
    private const double Damping = 0.85;

    public static List<(string Text, double Score)> Of(IEnumerable<Passage> passages, int count)
    {
        var sentences = passages.SelectMany(p => Markup.Blocks(p.Text).Where(b => b.Kind is not BlockKind.Code)).SelectMany(b => Sentences.Split(b.Text))
            .Select(s => Tokens.Of(s)).ToList();
        var rank = WordRank(sentences);
        var phrases = sentences.SelectMany(Phrases)
            .GroupBy(p => string.Join(' ', p.Select(t => t.Stem)), StringComparer.Ordinal)
            .Select(g => (First: g.First(), Count: g.Count()))
            .Where(g => g.First.Count == 1 || g.Count > 1)
            .Select(g => (Text: string.Join(' ', g.First.Select(t => t.Norm)), Score: Score(g.First, g.Count, rank)))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Text, StringComparer.Ordinal)
            .Take(count).ToList();
        var top = phrases.Count == 0 ? 1 : phrases[0].Score;
        return [.. phrases.Select(p => (p.Text, Math.Round(p.Score / top, 4)))];
    }

    /// <summary>A phrase counts only when it comes back, and then a little more than its words.</summary>
    private static double Score(List<Token> phrase, int count, Dictionary<string, double> rank) =>
        phrase.Average(t => rank.GetValueOrDefault(t.Stem, 1 - Damping)) * (1 + Math.Log(count)) * (phrase.Count > 1 ? 1.2 : 1);

    /// <summary>All runs of one to three words that stand together.</summary>
    private static IEnumerable<List<Token>> Phrases(List<Token> sentence)
    {
        for (var i = 0; i < sentence.Count; i++)
        {
            for (var length = 1; length <= 3 && i + length <= sentence.Count && IsKeyword(sentence[i + length - 1]); length++)
            {
                if (length > 1 && sentence[i + length - 1].Start - sentence[i + length - 2].End != 1)
                {
                    break;
                }

                yield return sentence[i..(i + length)];
            }
        }
    }

    private static bool IsKeyword(Token t) => t.IsContent && !t.StartsWithDigit && t.Norm.Length > 2;

    private static Dictionary<string, double> WordRank(List<List<Token>> sentences)
    {
        var edges = new Dictionary<string, Dictionary<string, double>>(StringComparer.Ordinal);
        foreach (var words in sentences.Select(s => s.Where(IsKeyword).Select(t => t.Stem).ToList()))
        {
            for (var i = 0; i < words.Count; i++)
            {
                for (var j = i + 1; j < Math.Min(words.Count, i + Window); j++)
                {
                    Connect(edges, words[i], words[j]);
                    Connect(edges, words[j], words[i]);
                }
            }
        }

        var strength = edges.ToDictionary(e => e.Key, e => e.Value.Values.Sum(), StringComparer.Ordinal);
        var rank = edges.Keys.ToDictionary(k => k, _ => 1.0, StringComparer.Ordinal);
        for (var round = 0; round < 20; round++)
        {
            rank = edges.ToDictionary(e => e.Key, e => 1 - Damping + (Damping * e.Value.Sum(n => rank[n.Key] * n.Value / strength[n.Key])), StringComparer.Ordinal);
        }

        return rank;
    }

    private static void Connect(Dictionary<string, Dictionary<string, double>> edges, string from, string to)
    {
        if (!edges.TryGetValue(from, out var neighbours))
        {
            edges[from] = neighbours = new Dictionary<string, double>(StringComparer.Ordinal);
        }

        neighbours[to] = neighbours.GetValueOrDefault(to) + 1;
    }
}
