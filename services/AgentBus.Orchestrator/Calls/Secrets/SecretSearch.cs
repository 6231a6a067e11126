using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>
/// Finds secrets in a text, in any case of letters, under any layers of escapes, and in base64 (RFC 4648, 4 and 5; line breaks allowed) of what holds
/// one. Short secrets count as whole words alone: within words they would be in everything.
/// </summary>
internal sealed class SecretSearch
{
    // Takes linear time, whatever a server sends.
    private static readonly Regex Base64 = new(
        @"[A-Za-z0-9+/_-]{4,}(?:\r?\n[A-Za-z0-9+/_-]+)*={0,2}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private const int Shortest = 3;
    private const int ShortestWithinWords = 8;
    private const int MaxEncodings = 2;

    // Letters of base64 that make three bytes.
    private const int Group = 4;

    private readonly HashSet<string> forms = new(StringComparer.OrdinalIgnoreCase);
    private SearchValues<string> any = SearchValues.Create([], StringComparison.OrdinalIgnoreCase);
    private int least;

    /// <summary>Adds a secret; one of less than three characters is left out.</summary>
    public void Add(string secret)
    {
        if (secret.Length >= Shortest)
        {
            forms.UnionWith(SecretForms.Of(secret).Where(form => form.Length >= Shortest));
            any = SearchValues.Create([.. forms], StringComparison.OrdinalIgnoreCase);
            least = forms.Min(form => form.Length);
        }
    }

    /// <summary>Whether it is a secret, all of it.</summary>
    public bool IsOne(string text) => forms.Contains(text);

    /// <summary>Where secrets stand; the ranges may overlap.</summary>
    /// <param name="isText">Whether the text is one: in other bytes short secrets stand by chance.</param>
    public IEnumerable<(int Start, int End)> Find(string text, bool isText = true) => forms.Count == 0 ? [] : Find(text, isText, MaxEncodings);

    private IEnumerable<(int Start, int End)> Find(string text, bool isText, int encodings)
    {
        foreach (var layer in EscapedText.Layers(text))
        {
            var plain = layer.Text.AsSpan().ContainsAny(any) ? forms.SelectMany(form => Places(layer.Text, form, isText)) : [];
            foreach (var (start, end) in plain.Concat(encodings > 0 ? Encoded(layer.Text, encodings) : []))
            {
                yield return (layer.StartOf(start), layer.StartOf(end));
            }
        }
    }

    private static IEnumerable<(int Start, int End)> Places(string text, string form, bool isText)
    {
        if (form.Length < ShortestWithinWords && !isText)
        {
            yield break;
        }

        for (var at = 0; (at = text.IndexOf(form, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            if (form.Length >= ShortestWithinWords || IsWord(text, at, at + form.Length))
            {
                yield return (at, at + form.Length);
            }
        }
    }

    private static bool IsWord(string text, int start, int end) => !Joins(text, start) && !Joins(text, end);

    // Whether a word goes on across the place.
    private static bool Joins(string text, int at) => at > 0 && at < text.Length && IsWordPart(text[at - 1]) && IsWordPart(text[at]);

    private static bool IsWordPart(char character) => char.IsLetterOrDigit(character) || character == '_';

    private IEnumerable<(int Start, int End)> Encoded(string text, int encodings)
    {
        foreach (var match in Base64.Matches(text).Where(match => match.Length * 3 / Group >= least))
        {
            var letters = match.Value.ReplaceLineEndings("").TrimEnd('=').Replace('-', '+').Replace('_', '/');
            if (HoldsOne(letters, encodings - 1))
            {
                yield return (match.Index, match.Index + match.Length);
            }
        }
    }

    // What stands before the encoded text may be of the same letters, so it may begin at any of four.
    private bool HoldsOne(string letters, int encodings)
    {
        for (var skipped = 0; skipped < Group && letters.Length - skipped >= Group; skipped++)
        {
            var rest = letters[skipped..];
            rest = rest.Length % Group == 1 ? rest[..^1] : rest.PadRight((rest.Length + Group - 1) / Group * Group, 'A');
            var bytes = Convert.FromBase64String(rest).AsSpan().TrimEnd((byte)0);
            var isText = Utf8.IsValid(bytes);
            if (Find(Encoding.UTF8.GetString(bytes), isText, encodings).Any())
            {
                return true;
            }
        }

        return false;
    }
}
