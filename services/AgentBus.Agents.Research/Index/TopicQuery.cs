using System.Text.RegularExpressions;

namespace AgentBus.Agents.Research.Index;

/// <summary>A topic as words, and as a query for FTS5.</summary>
internal sealed partial class TopicQuery
{
    private static readonly HashSet<string> StopWords = new(
        ("a about all also an and any are as at be been between briefing but by can could describe did do does each every explain for from had has have how i if in into is it its "
        + "me more most of on or our out over overview should so some such tell than that the their them then there these "
        + "they this those to under up use used using was we were "
        + "what when where which who why will with works work would you your").Split(' '),
        StringComparer.Ordinal);

    private TopicQuery(IReadOnlyList<string> words) => Words = words;

    /// <summary>Content words in lower case, each once; the plain words when a topic has nothing but stop words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Any of the words, and their neighbours as phrases, which lifts passages that use the topic's own terms.</summary>
    public string Match => string.Join(" OR ", Words.Select(Quote).Concat(Words.Zip(Words.Skip(1), (a, b) => Quote($"{a} {b}"))));

    public bool IsEmpty => Words.Count == 0;

    /// <summary>Whether the topic is about licences themselves.</summary>
    public bool IsLegal => Words.Any(word => word.StartsWith("licen", StringComparison.Ordinal)
        || word.StartsWith("copyright", StringComparison.Ordinal) || word.StartsWith("warrant", StringComparison.Ordinal));

    public static TopicQuery Of(string topic)
    {
        var all = Word().Matches(topic.ToLowerInvariant()).Select(match => match.Value).Distinct(StringComparer.Ordinal).Take(40).ToList();
        var content = all.Where(word => !StopWords.Contains(word)).ToList();
        return new TopicQuery(content.Count > 0 ? content : all);
    }

    private static string Quote(string words) => $"\"{words}\"";

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
