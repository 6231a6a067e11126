using System.Text;
using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>A string. jq counts and cuts in code points, .NET in UTF-16 units; the members here speak jq.</summary>
internal sealed class JqString : JqValue
{
    private readonly JsonElement _element;
    private string? _text;
    private int _length = -1;

    public JqString(string text) => _text = text;

    public JqString(JsonElement element) => _element = element;

    public override JqKind Kind => JqKind.String;

    public override JsonElement Source => _element;

    public string Text => _text ??= Decode(_element);

    /// <summary>Length in UTF-16 units; 0 while it was not looked at.</summary>
    public int KnownLength => _text?.Length ?? 0;

    /// <summary>Length in code points.</summary>
    public int Length => _length >= 0 ? _length : _length = CountRunes(Text);

    /// <summary>The part between two code point offsets.</summary>
    public string Substring(int start, int end)
    {
        var text = Text;
        if (Length == text.Length)
        {
            return text[start..end];
        }

        var from = UnitOffset(text, 0, start);
        return text[from..UnitOffset(text, from, end - start)];
    }

    public static int CountRunes(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsLowSurrogate(text[i]) && char.IsHighSurrogate(text[i - 1]))
            {
                count--;
            }
        }

        return count;
    }

    private static int UnitOffset(string text, int from, int runes)
    {
        var offset = from;
        for (; runes > 0 && offset < text.Length; runes--)
        {
            offset += char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]) ? 2 : 1;
        }

        return offset;
    }

    private static string Decode(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape is legal JSON and no legal string; jq reads U+FFFD.
            return JsonReader.DecodeString(element.GetRawText().AsSpan(1, element.GetRawText().Length - 2)) ?? "\uFFFD";
        }
    }

    /// <summary>Bytes of the text in UTF-8.</summary>
    public int Utf8Length => Encoding.UTF8.GetByteCount(Text);
}
