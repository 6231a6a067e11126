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

    /// <summary>What turning text into an element costs, in evaluation steps, by measurement.</summary>
    private const int ParsingSteps = 8;

    /// <summary>What a writer costs, likewise.</summary>
    private const int WritingSteps = 6;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\u007f" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c)));

    private readonly ArrayBufferWriter<byte> _out = new(256);
    private readonly Stack<Open> _open = new();
    private readonly bool _keepSource;
    private int _nodes;

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
        return run.Step(WritingSteps) && writer.Write(value, (bytes, nodes) => run.Charge(bytes * 2L) && run.Step(nodes)) ? Encoding.UTF8.GetString(writer._out.WrittenSpan) : null;
    }

    /// <summary>The beginning of the text, for messages.</summary>
    public static string Truncated(JqValue value, int maxLength)
    {
        var writer = new JsonWriter(keepSource: false);
        var total = 0;
        writer.Write(value, (bytes, _) => (total += bytes) <= maxLength);
        return Encoding.UTF8.GetString(writer._out.WrittenSpan);
    }

    /// <summary>The value as an element: the very element it was read from, or a new one. Null when it passes the limit on bytes or depth.</summary>
    public static JsonElement? Element(Run run, JqValue value)
    {
        if (value.Source.ValueKind != JsonValueKind.Undefined)
        {
            return value.Source;
        }

        var writer = new JsonWriter(keepSource: true);
        if (!writer.Write(value, (bytes, nodes) => run.Charge(bytes) && run.Step(ParsingSteps + nodes)))
        {
            return null;
        }

        return JsonElement.Parse(writer._out.WrittenSpan, new JsonDocumentOptions { MaxDepth = MaxPrintDepth * 3 });
    }

    /// <summary>Writes a value; <paramref name="charge"/> is told now and then how many bytes and nodes were written since, and may end it.</summary>
    private bool Write(JqValue root, Func<int, int, bool> charge)
    {
        WriteStart(root);
        var charged = 0;
        while (_open.TryPeek(out var open))
        {
            if (_out.WrittenCount - charged > 256)
            {
                if (!charge(_out.WrittenCount - charged, _nodes))
                {
                    return false;
                }

                charged = _out.WrittenCount;
                _nodes = 0;
            }

            WriteNext(open);
        }

        return charge(_out.WrittenCount - charged, _nodes);
    }

    private void WriteNext(Open open)
    {
        var count = open.Container is JqArray array ? array.Count : ((JqObject)open.Container).Count;
        if (open.Next == count)
        {
            _open.Pop();
            _out.Write(open.Container is JqArray ? "]"u8 : "}"u8);
            return;
        }

        if (open.Next > 0)
        {
            _out.Write(","u8);
        }

        var index = open.Next++;
        if (open.Container is JqArray items)
        {
            WriteStart(items.Items[index]);
            return;
        }

        var (key, value) = ((JqObject)open.Container)[index];
        WriteString(key);
        _out.Write(":"u8);
        WriteStart(value);
    }

    private void WriteStart(JqValue value)
    {
        _nodes++;
        if (_keepSource && value.Source.ValueKind != JsonValueKind.Undefined)
        {
            _out.Write(JsonMarshal.GetRawUtf8Value(value.Source));
            return;
        }

        switch (value)
        {
            case JqNumber number:
                WriteRaw(NumberText.Format(number));
                break;
            case JqString text:
                WriteString(text.Text);
                break;
            case JqArray or JqObject when _open.Count > MaxPrintDepth:
                _out.Write(_keepSource ? "\"<skipped: too deep>\""u8 : "<skipped: too deep>"u8);
                break;
            case JqArray or JqObject:
                _out.Write(value is JqArray ? "["u8 : "{"u8);
                _open.Push(new Open(value));
                break;
            default:
                _out.Write(JsonMarshal.GetRawUtf8Value(value.Source));
                break;
        }
    }

    private void WriteString(string text)
    {
        _out.Write("\""u8);
        var rest = text.AsSpan();
        for (var next = rest.IndexOfAny(Escaped); next >= 0; next = rest.IndexOfAny(Escaped))
        {
            WriteRaw(rest[..next]);
            WriteEscape(rest[next]);
            rest = rest[(next + 1)..];
        }

        WriteRaw(rest);
        _out.Write("\""u8);
    }

    private void WriteRaw(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _out);

    private void WriteEscape(char c)
    {
        var letter = "\"\\\n\t\r\b\f".IndexOf(c, StringComparison.Ordinal);
        WriteRaw(letter >= 0 ? ['\\', "\"\\ntrbf"[letter]] : $"\\u{(int)c:x4}");
    }
}
