using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentBus.Workflows.Definitions.Text;

/// <summary>Which JSON value a YAML scalar is: the core schema of YAML 1.2 (chapter 10.3), which the standard's documents are written in.</summary>
internal static class YamlScalar
{
    public const string CoreTag = "tag:yaml.org,2002:";

    private static readonly Regex Integer = new(@"^[-+]?[0-9]+\z", RegexOptions.NonBacktracking);
    private static readonly Regex Based = new(@"^0(o[0-7]{1,32}|x[0-9a-fA-F]{1,32})\z", RegexOptions.NonBacktracking);
    private static readonly Regex Float = new(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.NonBacktracking);

    /// <summary>The node; null when JSON has no such value.</summary>
    public static Node? Resolve(Scalar scalar, Position at)
    {
        var tag = scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific ? null : scalar.Tag.Value;
        var isText = tag is null ? scalar.Style is not ScalarStyle.Plain || scalar.Tag.IsNonSpecific : tag == CoreTag + "str";
        if (isText)
        {
            return Node.Scalar(NodeKind.String, at, scalar.Value);
        }

        var node = Plain(scalar.Value, at);
        return tag switch
        {
            null => node,
            CoreTag + "int" or CoreTag + "float" => node?.Kind == NodeKind.Number ? node : null,
            CoreTag + "bool" => node?.Kind == NodeKind.Boolean ? node : null,
            CoreTag + "null" => node?.Kind == NodeKind.Null ? node : null,
            _ => null,
        };
    }

    /// <summary>Why <see cref="Resolve"/> found no value.</summary>
    public static string Unusable(Scalar scalar) => scalar.Tag.IsEmpty
        ? $"JSON has no number '{scalar.Value}'. Put it in quotes if it is a text."
        : $"'{scalar.Value}' is not a value of the tag '{scalar.Tag}'. Remove the tag or use one of YAML's core schema.";

    private static Node? Plain(string text, Position at) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => Node.Scalar(NodeKind.Null, at, "null"),
        "true" or "True" or "TRUE" => Node.Scalar(NodeKind.Boolean, at, "true"),
        "false" or "False" or "FALSE" => Node.Scalar(NodeKind.Boolean, at, "false"),
        ".inf" or ".Inf" or ".INF" or "-.inf" or "-.Inf" or "-.INF" or "+.inf" or "+.Inf" or "+.INF" or ".nan" or ".NaN" or ".NAN" => null,
        _ when Number(text) is { } number => Node.Scalar(NodeKind.Number, at, number),
        _ => Node.Scalar(NodeKind.String, at, text),
    };

    // As JSON writes it: no plus, no leading zeros, a digit on both sides of the point.
    private static string? Number(string text)
    {
        if (Based.IsMatch(text))
        {
            return FromBase(text);
        }

        if (!Integer.IsMatch(text) && !Float.IsMatch(text))
        {
            return null;
        }

        var sign = text[0] == '-' ? "-" : "";
        var digits = text.TrimStart('+', '-');
        var end = digits.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var whole = (end < 0 ? digits : digits[..end]).TrimStart('0');
        var rest = end < 0 ? "" : digits[end..];
        if (rest.StartsWith('.') && (rest.Length == 1 || !char.IsAsciiDigit(rest[1])))
        {
            rest = rest[1..];
        }

        return $"{sign}{(whole.Length == 0 ? "0" : whole)}{rest}";
    }

    private static string FromBase(string text)
    {
        var perDigit = text[1] == 'x' ? 16 : 8;
        var value = text.AsSpan(2).ToArray().Aggregate(BigInteger.Zero, (sum, digit) => (sum * perDigit) + Convert.ToInt32(digit.ToString(), 16));
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
