using AgentBus.Agents.Analysis.Text;

namespace AgentBus.Agents.Analysis.Drafting;

/// <summary>How much of a topic a sentence names, where a word that few passages have counts for more (inverse document frequency).</summary>
internal sealed class TopicWeight
{
    private const int Grades = 4;
    private readonly Dictionary<string, double> weights;

    public TopicWeight(string topic, IReadOnlyCollection<Passage> passages)
    {
        var contents = passages.Select(passage => Words.Content(passage.Text)).ToList();
        weights = (from word in Words.Content(topic)
                   let having = contents.Count(content => content.Contains(word))
                   where having > 0
                   select (word, Weight: Math.Log(1 + ((double)contents.Count / having))))
            .ToDictionary(item => item.word, item => item.Weight, StringComparer.Ordinal);
    }

    /// <summary>Whether the sentence, or the heading above it, names anything of the topic.</summary>
    public bool IsTouchedBy(string sentence, string? heading) =>
        weights.Count == 0 || Share(sentence) > 0 || (heading is not null && Share(heading) > 0);

    /// <summary>0..4 by the weight named. Coarse, so that within a grade the model's own order holds.</summary>
    public int Grade(string sentence) => (int)Math.Round(Grades * Share(sentence));

    /// <summary>The passages that name most of the topic, the better ranked first where they name as much.</summary>
    public IReadOnlyList<Passage> Foremost(IEnumerable<Passage> passages, int most) =>
        [.. passages.OrderByDescending(passage => Grade($"{passage.Heading} {passage.Text}")).ThenByDescending(passage => passage.Score).Take(most)];

    private double Share(string text)
    {
        var words = Words.Content(text);
        return weights.Count == 0 ? 0 : weights.Where(item => words.Contains(item.Key)).Sum(item => item.Value) / weights.Values.Sum();
    }
}
