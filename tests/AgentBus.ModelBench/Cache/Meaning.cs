using System.Text.RegularExpressions;

namespace AgentBus.ModelBench.Cache;

/// <summary>Whether two prompts ask the same, judged without the cache's own reading: the same words and numbers in the same order, and the same signs.</summary>
internal static partial class Meaning
{
    public static bool IsSame(string one, string other) => Said(one).SequenceEqual(Said(other));

    private static IEnumerable<string> Said(string text) => Parts().Matches(text).Select(match => match.Value.ToLowerInvariant());

    [GeneratedRegex(@"\p{L}+|\d+(?:[.,]\d+)*|[+*/=<>^$€£%²³√()\[\]{}|]|(?<=\s|^)-(?=\d)", RegexOptions.None, 10_000)]
    private static partial Regex Parts();
}
