namespace AgentBus.Models.Cache;

/// <summary>How a word is spelled.</summary>
internal static class WordShape
{
    public const char Lower = 'l';

    /// <summary>A capital, then none.</summary>
    public const char Capital = 'C';

    /// <summary>The same where a sentence may begin: any word could stand there so.</summary>
    public const char Start = '?';

    public const char Capitals = 'U';
    public const char Mixed = 'M';

    public static char Of(ReadOnlySpan<char> word, bool mayStart)
    {
        var (letters, upper) = (0, 0);
        foreach (var c in word)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            upper += char.IsUpper(c) ? 1 : 0;
        }

        return upper == 0 ? Lower
            : upper == 1 && char.IsUpper(FirstLetter(word)) ? mayStart ? Start : Capital
            : upper == letters ? Capitals
            : Mixed;
    }

    public static bool Agree(char one, char other) => one == other || (one == Start && other is Lower or Capital) || (other == Start && one is Lower or Capital);

    /// <summary>So few words may be a quantity and its unit: "5 mW" is not "5 MW", though many of its words begin with capitals.</summary>
    private const int Few = 8;

    /// <summary>Whether case tells words apart in a text: most of its words are in small letters, of few a third, and not all of them.</summary>
    public static bool Tells(string shapes)
    {
        var lower = shapes.Count(shape => shape == Lower);
        return lower < shapes.Length && lower * (shapes.Length < Few ? 3 : 2) >= shapes.Length;
    }

    private static char FirstLetter(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsLetter(c))
            {
                return c;
            }
        }

        return ' ';
    }
}
