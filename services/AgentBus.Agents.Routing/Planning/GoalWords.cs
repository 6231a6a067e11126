namespace AgentBus.Agents.Routing.Planning;

/// <summary>What a goal asks for by its words.</summary>
internal sealed class GoalWords(string goal)
{
    private const int ShortWord = 4;
    private const int Ending = 2;

    private readonly List<string> _words =
        [.. new string([.. goal.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Whether a word begins with one of these.</summary>
    public bool Names(IEnumerable<string> beginnings) =>
        beginnings.Any(beginning => _words.Exists(word => word.StartsWith(beginning, StringComparison.Ordinal)));

    /// <summary>Place of the first word of a capability such as <c>translate-text</c>, all of whose words are in the goal; null = they are not.</summary>
    public int? PlaceOf(string capability)
    {
        var places = capability.ToLowerInvariant().Split(['-', '_', ' ', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => _words.FindIndex(word => IsForm(word, part))).ToList();
        return places.Count == 0 || places.Contains(-1) ? null : places.Min();
    }

    // "translation" is a form of "translate": all but the ending is the same.
    private static bool IsForm(string word, string part) => part.Length <= ShortWord
        ? word == part
        : word.StartsWith(part[..Math.Max(ShortWord, part.Length - Ending)], StringComparison.Ordinal);
}
