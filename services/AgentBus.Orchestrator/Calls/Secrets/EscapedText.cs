using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>
/// A text of which one layer after another of what escapes characters is taken: JSON's <c>\"</c> and <c>\u0022</c>, <c>%22</c> and <c>+</c> of addresses
/// and forms, <c>&amp;quot;</c> of HTML. Each character knows where it stands in the text one began with.
/// </summary>
internal sealed class EscapedText
{
    private const int MaxLayers = 5;
    private const int LongestEntity = 12;
    private static readonly SearchValues<char> Marks = SearchValues.Create("\\%+&");

    private readonly int[]? starts;

    private EscapedText(string text, int[]? starts) => (Text, this.starts) = (text, starts);

    public string Text { get; }

    /// <summary>The text as it is, and after each layer, until there is nothing more to take. Five layers are more than anything honest has.</summary>
    public static IEnumerable<EscapedText> Layers(string text)
    {
        var layer = new EscapedText(text, starts: null);
        for (var taken = 0; layer is not null; taken++)
        {
            yield return layer;
            layer = taken < MaxLayers ? layer.Next() : null;
        }
    }

    /// <summary>Where the character stands in the text one began with; of the length, that text's end.</summary>
    public int StartOf(int index) => starts is null ? index : starts[index];

    private EscapedText? Next()
    {
        if (Text.AsSpan().IndexOfAny(Marks) < 0)
        {
            return null;
        }

        var made = new StringBuilder(Text.Length);
        var at = new int[Text.Length + 1];
        Span<char> characters = stackalloc char[2];
        for (var index = 0; index < Text.Length;)
        {
            var read = Read(Text.AsSpan(index), characters, out var count);
            if (read == 0)
            {
                (read, count, characters[0]) = (1, 1, Text[index]);
            }

            for (var each = 0; each < count; each++)
            {
                at[made.Length] = StartOf(index);
                made.Append(characters[each]);
            }

            index += read;
        }

        at[made.Length] = StartOf(Text.Length);
        return made.Equals(Text) ? null : new EscapedText(made.ToString(), at);
    }

    /// <summary>How many characters the escape at the beginning has; 0 = there is none.</summary>
    private static int Read(ReadOnlySpan<char> rest, Span<char> made, out int count)
    {
        count = 1;
        switch (rest[0])
        {
            case '\\':
                return ReadJson(rest, out made[0]);
            case '%':
                return ReadPercent(rest, made, out count);
            case '+':
                made[0] = ' ';
                return 1;
            case '&':
                return ReadEntity(rest, made, out count);
            default:
                return 0;
        }
    }

    private static int ReadJson(ReadOnlySpan<char> rest, out char made)
    {
        if (rest is [_, 'u', _, _, _, _, ..] && ushort.TryParse(rest[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            made = (char)code;
            return 6;
        }

        made = rest.Length < 2 ? '\0' : rest[1] switch
        {
            '"' or '\\' or '/' or '\'' => rest[1],
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\b',
            'f' => '\f',
            _ => '\0',
        };
        return made == '\0' ? 0 : 2;
    }

    private static int ReadPercent(ReadOnlySpan<char> rest, Span<char> made, out int count)
    {
        Span<byte> bytes = stackalloc byte[4];
        var length = 0;
        while (length < bytes.Length && rest.Length >= 3 * (length + 1) && rest[3 * length] == '%'
            && byte.TryParse(rest.Slice(3 * length + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
        {
            length++;
        }

        if (Rune.DecodeFromUtf8(bytes[..length], out var rune, out var used) == OperationStatus.Done)
        {
            count = rune.EncodeToUtf16(made);
            return 3 * used;
        }

        // Not UTF-8: a byte of Latin-1, as old servers write them.
        (count, made[0]) = (1, (char)bytes[0]);
        return length == 0 ? 0 : 3;
    }

    private static int ReadEntity(ReadOnlySpan<char> rest, Span<char> made, out int count)
    {
        count = 0;
        var end = rest[..Math.Min(rest.Length, LongestEntity)].IndexOf(';');
        if (end < 0)
        {
            return 0;
        }

        var entity = rest[..(end + 1)].ToString();
        var decoded = WebUtility.HtmlDecode(entity);
        if (decoded.Length > made.Length || decoded == entity)
        {
            return 0;
        }

        decoded.CopyTo(made);
        count = decoded.Length;
        return entity.Length;
    }
}
