namespace AgentBus.Models.Routing.Features;

/// <summary>Numeric indicators of how hard a prompt is, gathered in one pass. All are logarithms or shares, about 0 to 2.</summary>
internal struct Complexity
{
    /// <summary>How many indicators there are.</summary>
    public const int Count = 16;

    private const int LongWord = 9;
    private const double LargestNumber = 1e9;
    private int _words, _letters, _longWords, _numbers, _sentences, _operators, _negations, _fractions, _lines, _capitals, _quotes, _brackets, _blanks, _questions;
    private double _largest;

    /// <summary>Notes a letter or digit.</summary>
    public void SeeLetter(char unit) => _capitals += char.IsUpper(unit) ? 1 : 0;

    /// <summary>Notes any other character.</summary>
    public void SeeMark(char unit)
    {
        switch (unit)
        {
            case '.' or '!' or '。': _sentences++; break;
            case '?' or '？': _sentences++; _questions++; break;
            case '+' or '-' or '*' or '/' or '=' or '^' or '<' or '>' or '%' or '$' or '×' or '÷' or '√' or '≤' or '≥': _operators++; break;
            case '\n': _lines++; break;
            case '"' or '“' or '«': _quotes++; break;
            case '(' or '[' or '{': _brackets++; break;
            case '_': _blanks++; break;
        }
    }

    /// <summary>Notes one word, in lower case.</summary>
    public void SeeWord(ReadOnlySpan<char> word)
    {
        _words++;
        _letters += word.Length;
        _longWords += word.Length >= LongWord ? 1 : 0;
        _negations += word is "not" or "no" or "never" or "none" or "nor" or "neither" or "without" or "except" or "cannot" or "least" ? 1 : 0;
        _fractions += word is "half" or "third" or "quarter" or "twice" or "double" or "triple" or "percent" or "ratio" or "per" or "each" ? 1 : 0;
        if (char.IsAsciiDigit(word[0]))
        {
            _numbers++;
            _largest = Math.Max(_largest, Number(word));
        }
    }

    /// <summary>Writes the indicators.</summary>
    /// <param name="length">Characters of the whole prompt.</param>
    /// <param name="to">Where; <see cref="Count"/> of them.</param>
    public readonly void Write(int length, Span<float> to)
    {
        ReadOnlySpan<double> values =
        [
            Log(length) / 6, Log(_words) / 5, Log(_numbers) / 2, Log(_largest) / 8, Log(_sentences) / 2, Log(_operators) / 2, Log(_negations), Log(_fractions),
            Log(_lines) / 2, _letters / (6.0 * Math.Max(1, _words)), Log(_longWords) / 3, Log(_capitals) / 4, Log(_quotes), Log(_brackets), _blanks > 0 ? 1 : 0, Log(_questions),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            to[i] = (float)values[i];
        }
    }

    private static double Log(double count) => Math.Log(1 + count);

    private static double Number(ReadOnlySpan<char> word)
    {
        var number = 0.0;
        foreach (var digit in word)
        {
            if (!char.IsAsciiDigit(digit))
            {
                break;
            }

            number = Math.Min(LargestNumber, (number * 10) + digit - '0');
        }

        return number;
    }
}
