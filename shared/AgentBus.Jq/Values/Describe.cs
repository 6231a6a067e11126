using System.Text;

namespace AgentBus.Jq;

/// <summary>How error messages name values.</summary>
internal static class Describe
{
    /// <summary>jq cuts a quoted value to this many bytes.</summary>
    private const int MaxBytes = 29;

    /// <summary><c>number (1)</c>: kind and text, cut to 29 bytes.</summary>
    public static string Value(JqValue value) => $"{value.KindName} ({Text(value)})";

    public static string Text(JqValue value)
    {
        var text = JsonWriter.Truncated(value, 64);
        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        var end = value.Kind == JqKind.String ? "...\"" : "...";
        var (length, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MaxBytes - end.Length)
            {
                break;
            }

            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return text[..length] + end;
    }
}
