namespace AgentBus.Agents.Validation.Checks;

/// <summary>How much of a topic a text speaks of.</summary>
internal static class Coverage
{
    private const int Stem = 5;

    private static readonly HashSet<string> StopWords = new(
        ("a about and are as at be between briefing by can do does for from how in into is it its of on or our over "
            + "overview that the their this to use used using was what when where which who why with work works").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The part of the topic's words whose first five letters begin a word of the text; 1 for a topic without words of its own.</summary>
    public static double Of(string topic, IEnumerable<string> sentences)
    {
        var wanted = ClaimWords.Of(topic).Where(word => !StopWords.Contains(word)).Select(Head).ToHashSet(StringComparer.Ordinal);
        var spoken = sentences.SelectMany(ClaimWords.Of).Select(Head).ToHashSet(StringComparer.Ordinal);
        return wanted.Count == 0 ? 1 : (double)wanted.Count(spoken.Contains) / wanted.Count;
    }

    private static string Head(string word) => word.Length <= Stem ? word.TrimEnd('s') : word[..Stem];
}
