using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentBus.Storage.Memory;

/// <summary>The words of a memory and of a search, made here so that both databases find the same.</summary>
internal static class MemoryWords
{
    private const int LongestWord = 100;
    private const int MostSearched = 50;

    /// <summary>The words of the key and of all texts and numbers in the value, in lower case.</summary>
    public static string Of(string key, ReadOnlyMemory<byte> value)
    {
        using var json = JsonDocument.Parse(value);
        var words = new StringBuilder();
        Append(words, key);
        Append(words, json.RootElement);
        return words.ToString();
    }

    /// <summary>The different words of a text; at most 50 are searched for.</summary>
    public static IReadOnlyList<string> Searched(string text)
    {
        var words = new StringBuilder();
        Append(words, text);
        return [.. words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(MostSearched)];
    }

    private static void Append(StringBuilder words, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Append(words, member.Name);
                    Append(words, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Append(words, item);
                break;
            case JsonValueKind.String:
                Append(words, value.GetString()!);
                break;
            case JsonValueKind.Number:
                Append(words, value.GetRawText());
                break;
        }
    }

    private static void Append(StringBuilder words, string text)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                if (length++ < LongestWord)
                    words.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (length > 0)
            {
                words.Append(' ');
                length = 0;
            }
        }
        words.Append(' ');
    }
}
