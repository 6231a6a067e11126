using System.Globalization;
using System.Text;

namespace AgentBus.Jq;

/// <summary>Strings.</summary>
internal static class StringFunctions
{
    public static void Register(BuiltinTable table)
    {
        table.Add("utf8bytelength", (run, input) => input is JqString text ? JqValue.Of(text.Utf8Length)
            : run.Raise($"{Describe.Value(input)} only strings have UTF-8 byte length"));
        table.Add("startswith", (run, input, start) => (input, start) is (JqString text, JqString part)
            ? JqValue.Of(text.Text.StartsWith(part.Text, StringComparison.Ordinal)) : run.Raise("startswith() requires string inputs"));
        table.Add("endswith", (run, input, end) => (input, end) is (JqString text, JqString part)
            ? JqValue.Of(text.Text.EndsWith(part.Text, StringComparison.Ordinal)) : run.Raise("endswith() requires string inputs"));
        table.Add("ltrimstr", TrimPrefix);
        table.Add("rtrimstr", TrimSuffix);
        table.Add("trimstr", (run, input, part) => TrimPrefix(run, input, part) is { } rest ? TrimSuffix(run, rest, part) : null);
        table.Add("trim", (run, input) => Trim(run, input, text => text.Trim()));
        table.Add("ltrim", (run, input) => Trim(run, input, text => text.TrimStart()));
        table.Add("rtrim", (run, input) => Trim(run, input, text => text.TrimEnd()));
        table.Add("ascii_downcase", (run, input) => Ascii(run, input, "ascii_downcase", char.IsAsciiLetterUpper));
        table.Add("ascii_upcase", (run, input) => Ascii(run, input, "ascii_upcase", char.IsAsciiLetterLower));
        table.Add("explode", Explode);
        table.Add("implode", Implode);
        table.Add("split", (run, input, separator) => (input, separator) is (JqString text, JqString part)
            ? Arithmetic.Split(run, text.Text, part.Text) : run.Raise("split input and separator must be strings"));
        table.Add("join", Join);
    }

    private static JqValue? TrimPrefix(Run run, JqValue input, JqValue start) => (input, start) is (JqString text, JqString part)
        ? text.Text.StartsWith(part.Text, StringComparison.Ordinal) ? Made(run, text.Text[part.Text.Length..]) : input
        : run.Raise("startswith() requires string inputs");

    private static JqValue? TrimSuffix(Run run, JqValue input, JqValue end) => (input, end) is (JqString text, JqString part)
        ? text.Text.EndsWith(part.Text, StringComparison.Ordinal) ? Made(run, text.Text[..^part.Text.Length]) : input
        : run.Raise("endswith() requires string inputs");

    private static JqValue? Trim(Run run, JqValue input, Func<string, string> trim) =>
        input is JqString text ? Made(run, trim(text.Text)) : run.Raise("trim input must be a string");

    private static JqValue? Ascii(Run run, JqValue input, string name, Func<char, bool> changes)
    {
        if (input is not JqString text)
        {
            return run.Raise($"{name} input must be a string");
        }

        return Made(run, string.Create(text.Text.Length, (text.Text, changes), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                var c = state.Text[i];
                span[i] = state.changes(c) ? (char)(c ^ 0x20) : c;
            }
        }));
    }

    private static JqValue? Explode(Run run, JqValue input)
    {
        if (input is not JqString text)
        {
            return run.Raise($"{Describe.Value(input)} cannot be exploded");
        }

        return run.Charge(32L * text.Length) && run.Step(text.Length)
            ? new JqArray([.. text.Text.EnumerateRunes().Select(rune => JqValue.Of(rune.Value))]) : null;
    }

    private static JqValue? Implode(Run run, JqValue input)
    {
        if (input is not JqArray codes)
        {
            return run.Raise("implode input must be an array");
        }

        if (!run.Charge(4L * codes.Count) || !run.Step(codes.Count))
        {
            return null;
        }

        var text = new StringBuilder(codes.Count);
        foreach (var code in codes.Items)
        {
            if (code is not JqNumber number || double.IsNaN(number.Value))
            {
                return run.Raise($"{Describe.Value(code)} can't be imploded, unicode codepoint needs to be numeric");
            }

            text.Append(Rune.IsValid((int)Math.Clamp(number.Value, -1, int.MaxValue)) ? new Rune((int)number.Value) : Rune.ReplacementChar);
        }

        return JqValue.Of(text.ToString());
    }

    private static JqValue? Join(Run run, JqValue input, JqValue separator)
    {
        if (input is not (JqArray or JqObject))
        {
            return run.Raise(Access.CannotIterate(input));
        }

        var items = input is JqArray array ? array : new JqArray([.. ((JqObject)input).Values]);
        var text = new StringBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0 && separator is JqString between)
            {
                text.Append(between.Text);
            }
            else if (i > 0 && separator.Kind != JqKind.Null)
            {
                return Arithmetic.Mismatch(run, JqValue.Of(text.ToString()), separator, "added");
            }

            var part = Part(run, items[i]);
            if (part is null)
            {
                return run.Error is null ? Arithmetic.Mismatch(run, JqValue.Of(text.ToString()), items[i], "added") : null;
            }

            text.Append(part);
            if (!run.Step(3) || !run.Charge(2L * part.Length + 2))
            {
                return null;
            }
        }

        return JqValue.Of(text.ToString());
    }

    private static string? Part(Run run, JqValue value) => value switch
    {
        JqString text => text.Text,
        JqArray or JqObject => null,
        { Kind: JqKind.Null } => "",
        _ => JsonWriter.Text(run, value),
    };

    private static JqValue? Made(Run run, string text) => run.Charge(2L * text.Length + 32) ? JqValue.Of(text) : null;
}

/// <summary>Conversions between kinds.</summary>
internal static class ConversionFunctions
{
    public static void Register(BuiltinTable table)
    {
        table.Add("tostring", (run, input) => Text(run, input) is { } text ? input as JqString ?? JqValue.Of(text) : null);
        table.Add("tonumber", (run, input) => input switch
        {
            JqNumber => input,
            JqString text when !run.Step(2 + text.Text.Length / 8) => null,
            JqString text => JsonReader.Number(text.Text) ?? run.Raise($"{Describe.Value(input)} cannot be parsed as a number"),
            _ => run.Raise($"{Describe.Value(input)} cannot be parsed as a number"),
        });
        table.Add("toboolean", (run, input) => input switch
        {
            { Kind: JqKind.True or JqKind.False } => input,
            JqString { Text: "true" } => JqValue.True,
            JqString { Text: "false" } => JqValue.False,
            _ => run.Raise($"{Describe.Value(input)} cannot be parsed as a boolean"),
        });
        table.Add("fromjson", (run, input) => input is JqString text ? JsonReader.Read(run, text.Text)
            : run.Raise($"{Describe.Value(input)} cannot be parsed as JSON"));
    }

    /// <summary>A string as it is, anything else as JSON text.</summary>
    public static string? Text(Run run, JqValue value) => value is JqString text ? text.Text : JsonWriter.Text(run, value);
}
