using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>
/// Values as JSON text. Own code because jq's text differs from System.Text.Json's (escapes, numbers, NaN, too deep values) and because
/// values may be 10,000 deep: it walks with a stack of its own.
/// </summary>
internal sealed class JsonWriter
{
    /// <summary>Deeper values are printed as a note, as jq does.</summary>
    private const int MaxPrintDepth = 10_000;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u007f" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)));

    private readonly StringBuilder _out = new();
    private readonly Stack<Open> _open = new();
    private readonly bool _keepSource;

    private JsonWriter(bool keepSource) => _keepSource = keepSource;

    private sealed class Open(JqValue container)
    {
        public int Next { get; set; }

        public JqValue Container => container;
    }

    /// <summary>The text jq prints for a value; null when it passes the limit on bytes.</summary>
    public static string? Text(Run run, JqValue value)
    {
        var writer = new JsonWriter(keepSource: false);
        return writer.Write(value, length => run.Charge(length * 2L)) ? writer._out.ToString() : null;
    }

    /// <summary>The beginning of the text, for messages.</summary>
    public static string Truncated(JqValue value, int maxLength)
    {
        var writer = new JsonWriter(keepSource: false);
        var total = 0;
        writer.Write(value, length => (total += length) <= maxLength);
        return writer._out.ToString();
    }

    /// <summary>The value as an element: the very element it was read from, or a new one. Null when it passes the limit on bytes or depth.</summary>
    public static JsonElement? Element(Run run, JqValue value)
    {
        if (value.Source.ValueKind != JsonValueKind.Undefined)
        {
            return value.Source;
        }

        var writer = new JsonWriter(keepSource: true);
        if (!writer.Write(value, length => run.Charge(length)))
        {
            return null;
        }

        return JsonDocument.Parse(writer._out.ToString(), new JsonDocumentOptions { MaxDepth = MaxPrintDepth * 3 }).RootElement;
    }

    private bool Write(JqValue root, Func<int, bool> charge)
    {
        WriteStart(root);
        var charged = 0;
        while (_open.TryPeek(out var open))
        {
            if (_out.Length - charged > 256)
            {
                if (!charge(_out.Length - charged))
                {
                    return false;
                }

                charged = _out.Length;
            }

            WriteNext(open);
        }

        return charge(_out.Length - charged);
    }

    private void WriteNext(Open open)
    {
        var count = open.Container is JqArray array ? array.Count : ((JqObject)open.Container).Count;
        if (open.Next == count)
        {
            _open.Pop();
            _out.Append(open.Container is JqArray ? ']' : '}');
            return;
        }

        if (open.Next > 0)
        {
            _out.Append(',');
        }

        var index = open.Next++;
        if (open.Container is JqArray items)
        {
            WriteStart(items.Items[index]);
            return;
        }

        var (key, value) = ((JqObject)open.Container).Members.GetAt(index);
        WriteString(key);
        _out.Append(':');
        WriteStart(value);
    }

    private void WriteStart(JqValue value)
    {
        if (_keepSource && value.Source.ValueKind != JsonValueKind.Undefined)
        {
            _out.Append(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value.Source)));
            return;
        }

        switch (value)
        {
            case JqNumber number:
                _out.Append(NumberText.Format(number));
                break;
            case JqString text:
                WriteString(text.Text);
                break;
            case JqArray or JqObject when _open.Count > MaxPrintDepth:
                _out.Append(_keepSource ? "\"<skipped: too deep>\"" : "<skipped: too deep>");
                break;
            case JqArray or JqObject:
                _out.Append(value is JqArray ? '[' : '{');
                _open.Push(new Open(value));
                break;
            default:
                _out.Append(value.Kind switch { JqKind.Null => "null", JqKind.True => "true", _ => "false" });
                break;
        }
    }

    private void WriteString(string text)
    {
        _out.Append('"');
        var rest = text.AsSpan();
        for (var next = rest.IndexOfAny(Escaped); next >= 0; next = rest.IndexOfAny(Escaped))
        {
            _out.Append(rest[..next]);
            WriteEscape(rest[next]);
            rest = rest[(next + 1)..];
        }

        _out.Append(rest).Append('"');
    }

    private void WriteEscape(char c) => _ = c switch
    {
        '"' => _out.Append("\\\""),
        '\\' => _out.Append("\\\\"),
        '\n' => _out.Append("\\n"),
        '\t' => _out.Append("\\t"),
        '\r' => _out.Append("\\r"),
        '\b' => _out.Append("\\b"),
        '\f' => _out.Append("\\f"),
        _ => _out.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)),
    };
}
