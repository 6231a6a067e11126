using System.Buffers;

namespace AgentBus.Models.Extractive.Text;

/// <summary>A light English stemmer (plural, -ed, -ing, -ly, -ion, final e): the first steps of Porter 1980, enough for matching; other languages pass almost unchanged.</summary>
internal static class Stemmer
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    public static string Stem(string word)
    {
        if (word.Length < 4 || word.Any(c => !char.IsAsciiLetterLower(c)))
        {
            return word;
        }

        var stem = Suffix(Plural(word));
        return stem.Length > 3 && stem[^1] == 'e' ? stem[..^1] : stem;
    }

    private static string Plural(string w) => w switch
    {
        _ when w.EndsWith("ies", StringComparison.Ordinal) && w.Length > 4 => w[..^3] + "y",
        _ when w.EndsWith("sses", StringComparison.Ordinal) || w.EndsWith("xes", StringComparison.Ordinal)
            || w.EndsWith("ches", StringComparison.Ordinal) || w.EndsWith("shes", StringComparison.Ordinal) => w[..^2],
        _ when w.EndsWith("ss", StringComparison.Ordinal) || w.EndsWith("us", StringComparison.Ordinal) || w.EndsWith("is", StringComparison.Ordinal) => w,
        _ when w[^1] == 's' => w[..^1],
        _ => w,
    };

    private static string Suffix(string w) => w switch
    {
        _ when Strips(w, "ing", 3) => Undouble(w[..^3]),
        _ when Strips(w, "ed", 3) => Undouble(w[..^2]),
        _ when w.Length > 6 && (w.EndsWith("tion", StringComparison.Ordinal) || w.EndsWith("sion", StringComparison.Ordinal)) => w[..^3],
        _ when Strips(w, "ly", 4) => w[..^2],
        _ when w.Length > 4 && w[^1] == 'y' => w[..^1] + "i",
        _ => w,
    };

    private static bool Strips(string w, string suffix, int keep) =>
        w.Length >= keep + suffix.Length && w.EndsWith(suffix, StringComparison.Ordinal) && w.AsSpan(0, w.Length - suffix.Length).ContainsAny(Vowels);

    private static string Undouble(string w) =>
        w.Length > 3 && w[^1] == w[^2] && w[^1] is not ('l' or 's' or 'z') ? w[..^1] : w;
}
