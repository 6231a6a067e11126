using System.Text;
using System.Text.Json;

namespace AgentBus.Storage.Search;

/// <summary>
/// The words of a run's input: runs of letters and digits in its texts and numbers, in lower case. Split here and not by the databases, so that
/// both find the same.
/// </summary>
internal static class InputWords
{
    /// <summary>What is kept of one input: enough to find it again, little enough that starting a run stays cheap.</summary>
    private const int MaxWords = 1_000;

    private const int MaxBytes = 64 * 1024;
    private const int MaxWord = 64;

    /// <summary>Distinct words, separated by spaces, of at most the first 64 KB.</summary>
    public static string Of(ReadOnlySpan<byte> json)
    {
        var words = new HashSet<string>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1_000 });
        while (words.Count < MaxWords && reader.BytesConsumed < MaxBytes && reader.Read())
        {
            var text = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? Text(ref reader) : "";
            words.UnionWith(Split(text.Length <= MaxBytes ? text : text[..MaxBytes]).Take(MaxWords - words.Count));
        }

        return string.Join(' ', words);
    }

    /// <summary>The words asked for; one that is followed by a star stands for all that begin so.</summary>
    public static IReadOnlyList<(string Word, bool IsPrefix)> Asked(string text) =>
    [
        .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SelectMany(part =>
        {
            var words = Split(part).ToList();
            return words.Select((word, index) => (word, index == words.Count - 1 && part.EndsWith('*')));
        }),
    ];

    // A text with half of an escaped character has no words of its own: that must not keep the run from starting.
    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && word.Length < MaxWord)
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (!Rune.IsLetterOrDigit(rune) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }
}
