namespace AgentBus.Models.Routing.Features;

/// <summary>Walks over the words of a text: runs of letters and digits, in lower case, cut at <see cref="Longest"/>.</summary>
/// <param name="text">The text.</param>
/// <param name="room">Where the current word is written; <see cref="Longest"/> characters.</param>
internal ref struct Words(ReadOnlySpan<char> text, Span<char> room)
{
    /// <summary>Characters of a word that count; what is longer is data.</summary>
    public const int Longest = 40;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _room = room;
    private int _next;
    private int _length;

    /// <summary>The word found last.</summary>
    public readonly ReadOnlySpan<char> Current => _room[.._length];

    /// <summary>Goes to the next word; characters in between are shown to <paramref name="complexity"/>.</summary>
    public bool Next(ref Complexity complexity)
    {
        for (_length = 0; _next < _text.Length; _next++)
        {
            var unit = _text[_next];
            if (char.IsLetterOrDigit(unit))
            {
                complexity.SeeLetter(unit);
                if (_length < Longest)
                {
                    _room[_length++] = char.ToLowerInvariant(unit);
                }
            }
            else
            {
                complexity.SeeMark(unit);
                if (_length > 0)
                {
                    _next++;
                    return true;
                }
            }
        }

        return _length > 0;
    }
}
