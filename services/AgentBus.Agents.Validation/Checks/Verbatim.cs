namespace AgentBus.Agents.Validation.Checks;

/// <summary>Finds a claim that its passage says word for word.</summary>
internal static class Verbatim
{
    /// <summary>
    /// Whether the claim's words stand in the passage in one run that begins and ends where a sentence does. A run from the middle of a sentence
    /// proves nothing: "X is safe" stands in "Nobody says X is safe".
    /// </summary>
    public static bool Supports(string claim, string passage)
    {
        var words = ClaimWords.Of(claim);
        return words.Count > 0 && Sentences(passage).Any(sentence => Runs(sentence, words));
    }

    // From each sentence's start, as a claim may be several sentences.
    private static IEnumerable<IReadOnlyList<string>> Sentences(string passage)
    {
        var start = 0;
        for (var i = 0; i < passage.Length; i++)
        {
            if (i == 0 || (passage[i - 1] is '.' or '!' or '?' or '\n' or '"' or '”' or ')' && char.IsWhiteSpace(passage[i])))
            {
                start = i;
                yield return ClaimWords.Of(passage[start..]);
            }
        }
    }

    private static bool Runs(IReadOnlyList<string> passage, IReadOnlyList<string> claim) =>
        passage.Count >= claim.Count && passage.Take(claim.Count).SequenceEqual(claim, StringComparer.Ordinal);
}
