using System.Globalization;
using System.Text;

namespace AgentBus.Jq;

/// <summary>
/// JSON text to values, for <c>fromjson</c>. Own code because it also takes <c>nan</c>, keeps literals, words its errors as jq does and
/// reads 10,000 levels without recursion.
/// </summary>
internal sealed class JsonReader
{
    private const int MaxParsingDepth = 10_000;

    private readonly string _text;
    private readonly Run _run;
    private readonly Stack<Open> _open = new();
    private int _position;
    private string? _error;

    private JsonReader(Run run, string text)
    {
        _run = run;
        _text = text;
    }

    private sealed class Open(List<JqValue>? items, OrderedDictionary<string, JqValue>? members)
    {
        public List<JqValue>? Items => items;

        public OrderedDictionary<string, JqValue>? Members => members;

        public string Key { get; set; } = "";

        public bool IsEmpty => (items?.Count ?? members!.Count) == 0;

        public JqValue Close() => items is null ? new JqObject(members!) : new JqArray(items);

        public void Add(JqValue value)
        {
            if (items is null)
            {
                members![Key] = value;
            }
            else
            {
                items.Add(value);
            }
        }
    }

    /// <summary>The one value in the text, or null with the error set in <paramref name="run"/>.</summary>
    public static JqValue? Read(Run run, string text)
    {
        if (!run.Charge(text.Length * 4L) || !run.Step(1 + text.Length / 32))
        {
            return null;
        }

        var reader = new JsonReader(run, text);
        var value = reader.ReadDocument();
        return value ?? run.Raise($"{reader._error} (while parsing '{text}')");
    }

    /// <summary>Text between quotes with its escapes resolved; null when an escape is malformed. Lone surrogates become U+FFFD.</summary>
    public static string? DecodeString(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            if (++i >= raw.Length)
            {
                return null;
            }

            var c = raw[i];
            if (c == 'u')
            {
                if (i + 4 >= raw.Length || !ushort.TryParse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                {
                    return null;
                }

                text.Append((char)unit);
                i += 4;
                continue;
            }

            var index = "\"\\/bfnrt".IndexOf(c, StringComparison.Ordinal);
            if (index < 0)
            {
                return null;
            }

            text.Append("\"\\/\b\f\n\r\t"[index]);
        }

        return WellFormed(text.ToString());
    }

    /// <summary>The text with lone surrogates replaced by U+FFFD.</summary>
    public static string WellFormed(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text
        : string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    private JqValue? ReadDocument()
    {
        var value = ReadValue();
        if (value is null)
        {
            return null;
        }

        SkipSpace();
        return _position == _text.Length ? value : Fail("Unexpected extra JSON values");
    }

    private JqValue? ReadValue()
    {
        while (true)
        {
            var value = ReadScalarOrOpen();
            if (value is null && (_error is not null || !_run.Step()))
            {
                return null;
            }

            while (value is not null)
            {
                if (!_open.TryPeek(out var open))
                {
                    return value;
                }

                open.Add(value);
                if (!ReadSeparator(open, out value))
                {
                    return null;
                }
            }
        }
    }

    /// <summary>A scalar or an empty container; null after opening a container (or with the error set).</summary>
    private JqValue? ReadScalarOrOpen()
    {
        SkipSpace();
        switch (Peek)
        {
            case '[' or '{' when _open.Count >= MaxParsingDepth:
                return Fail("Exceeds depth limit for parsing");
            case '[':
                _position++;
                return TryEnd(']') ? new JqArray([]) : Push(new Open([], null));
            case '{':
                _position++;
                return TryEnd('}') ? new JqObject(JqObject.NewMembers()) : PushObject();
            case '"':
                return ReadString() is { } text ? JqValue.Of(text) : null;
            case '\'':
                _position++;
                return Fail("Invalid string literal; expected \", but got '");
            case '\0':
                return Fail("Expected JSON value");
            default:
                return ReadWord();
        }
    }

    private JqValue? Push(Open open)
    {
        _open.Push(open);
        return null;
    }

    private JqValue? PushObject()
    {
        var open = new Open(null, JqObject.NewMembers());
        return ReadKey(open) ? Push(open) : null;
    }

    private bool ReadKey(Open open)
    {
        SkipSpace();
        if (Peek == '\'')
        {
            // jq notices the quote only when the next token ends.
            _position += Math.Min(4, _text.Length - _position);
            return Fail("Invalid string literal; expected \", but got '") is not null;
        }

        if (Peek != '"' || ReadString() is not { } key)
        {
            return Fail("Object keys must be strings") is not null;
        }

        open.Key = key;
        return TryEnd(':') || Fail("Objects must consist of key:value pairs") is not null;
    }

    /// <summary>After a value: a comma, or the end of its container, which then is the next value.</summary>
    private bool ReadSeparator(Open open, out JqValue? closed)
    {
        closed = null;
        if (TryEnd(open.Items is null ? '}' : ']'))
        {
            closed = _open.Pop().Close();
            return true;
        }

        if (!TryEnd(','))
        {
            Fail(_position >= _text.Length ? "Unfinished JSON term" : "Expected separator between values");
            return false;
        }

        return open.Members is null || ReadKey(open);
    }

    private string? ReadString()
    {
        var start = ++_position;
        while (_position < _text.Length && _text[_position] != '"')
        {
            _position += _text[_position] == '\\' ? 2 : 1;
        }

        if (_position >= _text.Length)
        {
            _position = _text.Length;
            Fail("Unfinished string");
            return null;
        }

        var raw = _text.AsSpan(start, _position++ - start);
        var text = raw.Contains('\\') ? DecodeString(raw) : raw.ToString();
        if (text is null)
        {
            Fail("Invalid escape");
        }

        return text;
    }

    private JqValue? ReadWord()
    {
        var start = _position;
        while (_position < _text.Length && !char.IsWhiteSpace(_text[_position]) && !",:[]{}\"'".Contains(_text[_position], StringComparison.Ordinal))
        {
            _position++;
        }

        var word = _text.AsSpan(start, _position - start);
        return word switch
        {
            "true" => JqValue.True,
            "false" => JqValue.False,
            "null" => JqValue.Null,
            _ when word.TrimStart('-').Equals("nan", StringComparison.OrdinalIgnoreCase) => JqValue.Of(double.NaN),
            _ when word.Equals("Infinity", StringComparison.Ordinal) => JqValue.Of(double.PositiveInfinity),
            _ when word.Equals("-Infinity", StringComparison.Ordinal) => JqValue.Of(double.NegativeInfinity),
            _ => Number(word) ?? Fail("Invalid numeric literal"),
        };
    }

    /// <summary>A number as jq reads it: like JSON, but a leading plus, leading zeros and a missing side of the point are taken too.</summary>
    public static JqValue? Number(ReadOnlySpan<char> word)
    {
        var digits = word.TrimStart("+-");
        if (word.Length - digits.Length > 1 || digits.IsEmpty || !(char.IsAsciiDigit(digits[0]) || digits[0] == '.'))
        {
            return null;
        }

        var isNumber = double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
        return isNumber ? new JqLiteralNumber(word[0] == '+' ? digits.ToString() : word.ToString()) : null;
    }

    private char Peek => _position < _text.Length ? _text[_position] : '\0';

    private bool TryEnd(char c)
    {
        SkipSpace();
        if (Peek != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n' or '\t' or '\r' or '\uFEFF')
        {
            _position++;
        }
    }

    private JqValue? Fail(string message)
    {
        var before = _text.AsSpan(0, _position);
        var column = _position - (before.LastIndexOf('\n') + 1);
        var atEnd = _position >= _text.Length ? " at EOF" : "";
        _error ??= $"{message}{atEnd} at line {before.Count('\n') + 1}, column {column}";
        return null;
    }
}
