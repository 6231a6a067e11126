using System.Text;

namespace AgentBus.Jq;

/// <summary><c>@csv</c> and its like, alone or around a string's interpolations.</summary>
internal static class Formats
{
    private const string UriUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    public static void Register(BuiltinTable table) => table.Add("format", (run, input, name) =>
        name is JqString text && Find(text.Text) is { } format ? Apply(run, input, format)
            : run.Raise($"{(name as JqString)?.Text ?? Describe.Text(name)} is not a valid format"));

    /// <summary>The node of a format written in the program.</summary>
    public static Node Node(string name, int position) => Find(name) is { } format
        ? NativeNode.Of((run, input, _) => Apply(run, input, format), readsInput: true, [])
        : throw new SyntaxException(position, $"@{name} is not a valid format. There are: @text, @json, @csv, @tsv, @html, @uri, @urid, @sh, @base64, @base64d.");

    private static JqValue? Apply(Run run, JqValue input, Func<Run, JqValue, string?> format) =>
        format(run, input) is { } text && run.Charge(2L * text.Length + 32) && run.Step(2 + text.Length / 8) ? JqValue.Of(text) : null;

    private static Func<Run, JqValue, string?>? Find(string name) => name switch
    {
        "text" => ConversionFunctions.Text,
        "json" => JsonWriter.Text,
        "csv" => (run, input) => Row(run, input, "csv", ",", text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""),
        "tsv" => (run, input) => Row(run, input, "tsv", "\t", EscapeTab),
        "html" => (run, input) => ConversionFunctions.Text(run, input) is { } text ? EscapeHtml(text) : null,
        "uri" => (run, input) => ConversionFunctions.Text(run, input) is { } text ? EscapeUri(text) : null,
        "urid" => UnescapeUri,
        "sh" => Shell,
        "base64" => (run, input) => ConversionFunctions.Text(run, input) is { } text ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : null,
        "base64d" => DecodeBase64,
        _ => null,
    };

    private static string? Row(Run run, JqValue input, string format, string separator, Func<string, string> quote)
    {
        if (input is not JqArray array)
        {
            run.Fail($"{Describe.Value(input)} cannot be {format}-formatted, only an array can be");
            return null;
        }

        // Each cell has a writer and a text of its own.
        if (!run.Step(10L * array.Count) || !run.Charge(64L * array.Count))
        {
            return null;
        }

        var cells = new List<string>(array.Count);
        foreach (var item in array.Items)
        {
            if (item is JqArray or JqObject)
            {
                run.Fail($"{Describe.Value(item)} is not valid in a {format} row");
                return null;
            }

            cells.Add(item switch
            {
                JqString text => quote(text.Text),
                { Kind: JqKind.Null } or JqNumber { Value: double.NaN } => "",
                _ => JsonWriter.Truncated(item, int.MaxValue),
            });
        }

        return string.Join(separator, cells);
    }

    private static string EscapeTab(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string EscapeHtml(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("'", "&apos;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private const string HexDigits = "0123456789ABCDEF";

    private static string EscapeUri(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (UriUnreserved.Contains((char)b, StringComparison.Ordinal))
            {
                escaped.Append((char)b);
            }
            else
            {
                escaped.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 15]);
            }
        }

        return escaped.ToString();
    }

    private static string? UnescapeUri(Run run, JqValue input)
    {
        if (ConversionFunctions.Text(run, input) is not { } text)
        {
            return null;
        }

        var source = Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                bytes.Add(source[i]);
            }
            else if (i + 2 < source.Length && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]))
            {
                bytes.Add((byte)(Convert.FromHexString([(char)source[i + 1], (char)source[i + 2]])[0]));
                i += 2;
            }
            else
            {
                run.Fail($"{Describe.Value(JqValue.Of(text))} is not a valid uri encoding");
                return null;
            }
        }

        var decoded = bytes.ToArray();
        if (System.Text.Unicode.Utf8.IsValid(decoded))
        {
            return Encoding.UTF8.GetString(decoded);
        }

        run.Fail($"{Describe.Value(JqValue.Of(text))} is not a valid uri encoding");
        return null;
    }

    private static string? Shell(Run run, JqValue input)
    {
        var words = new List<string>();
        foreach (var item in input is JqArray array ? array.Items : [input])
        {
            if (item is JqArray or JqObject)
            {
                run.Fail($"{Describe.Value(item)} can not be escaped for shell");
                return null;
            }

            words.Add(item is JqString text ? $"'{text.Text.Replace("'", "'\\''", StringComparison.Ordinal)}'" : JsonWriter.Truncated(item, int.MaxValue));
        }

        return string.Join(' ', words);
    }

    private static string? DecodeBase64(Run run, JqValue input)
    {
        if (ConversionFunctions.Text(run, input) is not { } text)
        {
            return null;
        }

        var data = text.TrimEnd('=');
        if (data.Length % 4 == 1)
        {
            run.Fail($"{Describe.Value(JqValue.Of(text))} trailing base64 byte found");
            return null;
        }

        var bytes = new byte[data.Length];
        if (data.AsSpan().ContainsAny(" \t\r\n") || !Convert.TryFromBase64String(data.PadRight((data.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            run.Fail($"{Describe.Value(JqValue.Of(text))} is not valid base64 data");
            return null;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
