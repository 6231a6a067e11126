using AgentBus.Agents.Analysis.Text;

namespace AgentBus.Agents.Analysis.Drafting;

/// <summary>Chooses the draft's sentences from a model's, and puts them in sections.</summary>
internal static class Drafter
{
    public const int DefaultLength = 12;
    public const int MaxLength = 100;
    private const double SameSentence = 0.5;
    private const int Overview = 3;

    /// <summary>
    /// The best sentences that can be put before a reader: about the topic, complete, said once, none that was refused. Those that name
    /// more of what the topic
    /// is about come before the others; those that lean on the sentence before them come last.
    /// </summary>
    public static IReadOnlyList<CitedSentence> Choose(
        string topic, int length, IEnumerable<SummarySentence> offered, IReadOnlyDictionary<string, Passage> passages, IEnumerable<Fault> faults)
    {
        var refused = faults.Select(fault => Normal(fault.Text)).ToHashSet(StringComparer.Ordinal);
        var about = new TopicWeight(topic, [.. passages.Values]);
        var fit =
            from sentence in offered
            where passages.ContainsKey(sentence.PassageId) && !refused.Contains(Normal(sentence.Text))
            where Sentences.IsPresentable(sentence.Text) && about.IsTouchedBy(sentence.Text, passages[sentence.PassageId].Heading)
            select new CitedSentence(sentence.Text, sentence.PassageId);
        var ordered = fit.OrderBy(sentence => Sentences.LeansOnPrevious(sentence.Text)).ThenByDescending(sentence => about.Grade(sentence.Text));
        return [.. Shingles.Distinct(ordered, sentence => sentence.Text, SameSentence).Take(length)];
    }

    /// <summary>The first sentences as an overview, the others under the headings they stood under, in the sources' order.</summary>
    public static Draft Arrange(string topic, IReadOnlyList<CitedSentence> sentences, IReadOnlyDictionary<string, Passage> passages,
        IEnumerable<DraftSection> figures)
    {
        var overview = new DraftSection("Overview", [.. sentences.Take(Overview)]);
        var groups = sentences.Skip(Overview)
            .GroupBy(sentence => (passages[sentence.PassageId].Source, passages[sentence.PassageId].Heading))
            .Select(group => new DraftSection(
                group.Key.Heading ?? string.Empty, [.. group.OrderBy(sentence => passages[sentence.PassageId].Lines.From)]))
            .ToList();
        var named = groups.Where(group => group.Sentences.Count > 1 && group.Heading.Length > 0).ToList();
        var others = groups.Except(named).SelectMany(group => group.Sentences).ToList();
        var rest = others.Count == 0 ? [] : (DraftSection[])[new DraftSection(named.Count == 0 ? "Details" : "Further points", others)];
        return new Draft(Title(topic), [.. new[] { overview }.Where(section => section.Sentences.Count > 0), .. named, .. rest, .. figures]);
    }

    private static string Normal(string text) => string.Join(' ', Words.All(text));

    private static string Title(string topic)
    {
        var line = string.Join(' ', topic.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return char.ToUpperInvariant(line[0]) + line[1..];
    }
}
