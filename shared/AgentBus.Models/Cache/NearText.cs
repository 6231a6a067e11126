namespace AgentBus.Models.Cache;

/// <summary>
/// What two prompts must share to be the same question: the same words, numbers and signs in the same order. White space, sentence punctuation and case are left aside; what is
/// not known to be one of these counts. So no pair that differs in a number, a negation, an opposite or a name is ever the same, and two ways to say one thing are not either.
/// </summary>
/// <param name="Words">The text that has to be equal: folded, one blank where anything was left aside.</param>
/// <param name="Shape">How each word is spelled, a letter a word (see <see cref="WordShape"/>); null where case says nothing, as in a text of capitals only.</param>
internal sealed record NearText(string Words, string? Shape)
{
    private const string CodeFence = "```";

    /// <summary>Null for what is no plain text: in code, JSON and markup white space and case are part of what is said.</summary>
    public static NearText? Of(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['{' or '[' or '<', ..] || text.Contains(CodeFence, StringComparison.Ordinal) || !IsUnicode(text) ? null : new NearTextReader(text.Normalize()).Read();
    }

    /// <summary>Whether words that are spelled the same but for case mean the same: "US" is not "us", and 5 mW are not 5 MW, unless one of the texts is all in one case.</summary>
    public static bool ShapesAgree(string? one, string? other) =>
        one is null || other is null || (one.Length == other.Length && !one.Zip(other).Any(pair => !WordShape.Agree(pair.First, pair.Second)));

    /// <summary>Half of a surrogate pair cannot be normalised.</summary>
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
