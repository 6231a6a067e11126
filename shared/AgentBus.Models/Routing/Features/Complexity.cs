using System.Runtime.InteropServices;

namespace AgentBus.Models.Routing.Features;

/// <summary>Numeric indicators of how hard a prompt is, gathered in one pass.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Complexity
{
    /// <summary>How many indicators there are.</summary>
    public const int Count = 17;

    private const int LongWord = 9;
    private const double LargestNumber = 1e9;

    /// <summary>Middle of each indicator among short questions, rounded; only the scale matters.</summary>
    private static readonly float[] Middle = [5.8f, 4, 0.8f, 2.3f, 2, 0.5f, 0.4f, 0.1f, 1.5f, 4.5f, 1.8f, 2.5f, 0.7f, 0.1f, 0.1f, 0, 0.5f];

    /// <summary>Usual distance from the middle.</summary>
    private static readonly float[] Spread = [0.7f, 0.7f, 0.9f, 3, 0.5f, 0.7f, 0.6f, 0.25f, 0.7f, 0.8f, 1, 0.6f, 0.15f, 0.4f, 0.4f, 0.2f, 0.4f];

    private int _words, _newWords, _letters, _longWords, _numbers, _sentences, _operators, _negations, _fractions, _lines, _capitals, _quotes, _brackets, _blanks, _questions;
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
    public void SeeWord(ReadOnlySpan<char> word, bool isNew)
    {
        _words++;
        _newWords += isNew ? 1 : 0;
        _letters += word.Length;
        _longWords += word.Length >= LongWord ? 1 : 0;
        _negations += word is "not" or "no" or "never" or "none" or "nor" or "neither" or "without" or "except" ? 1 : 0;
        _fractions += word is "half" or "third" or "quarter" or "twice" or "double" or "percent" or "ratio" ? 1 : 0;
        if (char.IsAsciiDigit(word[0]))
        {
            _numbers++;
            _largest = Math.Max(_largest, Number(word));
        }
    }

    /// <summary>Writes the indicators, as distances from their middle in usual spreads.</summary>
    /// <param name="length">Characters of the whole prompt.</param>
    /// <param name="to">Where; <see cref="Count"/> of them at least.</param>
    public readonly void Write(int length, Span<float> to)
    {
        var words = (double)Math.Max(1, _words);
        ReadOnlySpan<double> values =
        [
            Log(length), Log(_words), Log(_numbers), Log(_largest), Log(_sentences), Log(_operators), Log(_negations), Log(_fractions), Log(_lines),
            _letters / words, Log(_longWords), Log(_capitals), _newWords / words, Log(_quotes), Log(_brackets), _blanks > 1 ? 1 : 0, Log(_questions),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            to[i] = ((float)values[i] - Middle[i]) / Spread[i];
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
