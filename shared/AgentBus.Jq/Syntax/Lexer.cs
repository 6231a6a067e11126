using System.Text;

namespace AgentBus.Jq;

/// <summary>Cuts the source into tokens on demand. Strings are read piece by piece, because interpolations nest whole programs in them.</summary>
internal sealed class Lexer(string source)
{
    // Longest first.
    private static readonly string[] Signs =
    [
        "?//=", "?//", "//=", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "//", "..", "::",
        ".", "[", "]", "(", ")", "{", "}", "|", ",", ":", ";", "=", "<", ">", "+", "-", "*", "/", "%", "?", "$",
    ];

    private int _position;

    public Token Next()
    {
        SkipSpaceAndComments();
        var start = _position;
        if (start == source.Length)
        {
            return new Token(TokenKind.End, "", start);
        }

        var c = source[start];
        var follows = start + 1 < source.Length ? source[start + 1] : '\0';
        switch (c)
        {
            case '"':
                _position++;
                return new Token(TokenKind.Quote, "\"", start);
            case '.' when IsNameStart(follows):
                return new Token(TokenKind.Field, ReadName(start + 1, modules: false), start);
            case '$' when IsNameStart(follows):
                return new Token(TokenKind.Variable, ReadName(start + 1, modules: true), start);
            case '@' when IsNameStart(follows) || char.IsAsciiDigit(follows):
                return new Token(TokenKind.Format, ReadName(start + 1, modules: false), start);
        }

        return IsNameStart(c) ? new Token(TokenKind.Name, ReadName(start, modules: true), start)
            : char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(follows)) ? new Token(TokenKind.Number, ReadNumber(), start)
            : new Token(TokenKind.Sign, ReadSign(), start);
    }

    /// <summary>The text up to the closing quote or, with <paramref name="interpolates"/>, to the beginning of an interpolation.</summary>
    public string ReadText(out bool interpolates)
    {
        var raw = new StringBuilder();
        var start = _position;
        for (; _position < source.Length; _position++)
        {
            var c = source[_position];
            var follows = _position + 1 < source.Length ? source[_position + 1] : '\0';
            interpolates = c == '\\' && follows == '(';
            if (c == '"' || interpolates)
            {
                _position += interpolates ? 2 : 1;
                return JsonReader.DecodeString(raw.ToString()) ?? throw new SyntaxException(start, "The string has an invalid escape.");
            }

            raw.Append(c);
            if (c == '\\')
            {
                raw.Append(follows);
                _position++;
            }
        }

        throw new SyntaxException(start - 1, "The string is not closed.");
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private string ReadName(int start, bool modules)
    {
        var end = start;
        while (end < source.Length && (IsNameStart(source[end]) || char.IsAsciiDigit(source[end])
            || (modules && IsModuleSeparator(end))))
        {
            end += source[end] == ':' ? 2 : 1;
        }

        _position = end;
        return source[start..end];
    }

    private bool IsModuleSeparator(int at) =>
        source[at] == ':' && at + 2 < source.Length && source[at + 1] == ':' && IsNameStart(source[at + 2]);

    private string ReadNumber()
    {
        var start = _position;
        SkipDigits();
        if (_position < source.Length && source[_position] == '.')
        {
            _position++;
            SkipDigits();
        }

        if (_position < source.Length && source[_position] is 'e' or 'E')
        {
            var mark = _position++;
            if (_position < source.Length && source[_position] is '+' or '-')
            {
                _position++;
            }

            var digits = _position;
            SkipDigits();
            if (_position == digits)
            {
                _position = mark;
            }
        }

        return source[start.._position];
    }

    private void SkipDigits()
    {
        while (_position < source.Length && char.IsAsciiDigit(source[_position]))
        {
            _position++;
        }
    }

    private string ReadSign()
    {
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(source, _position, sign, 0, sign.Length) == 0)
            {
                _position += sign.Length;
                return sign;
            }
        }

        throw new SyntaxException(_position, $"The character '{source[_position]}' is not part of the language.");
    }

    private void SkipSpaceAndComments()
    {
        while (_position < source.Length)
        {
            var c = source[_position];
            if (c is ' ' or '\t' or '\n' or '\r' or '\uFEFF')
            {
                _position++;
            }
            else if (c == '#')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>A comment ends with its line, unless an odd number of backslashes stands before the line's end.</summary>
    private void SkipComment()
    {
        var odd = false;
        for (; _position < source.Length; _position++)
        {
            var c = source[_position];
            if (c == '\n' && !odd)
            {
                return;
            }

            if (c != '\r')
            {
                odd = c == '\\' && !odd;
            }
        }
    }
}
