using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AgentBus.JsonSchema.Formats;

/// <summary>The formats that can be asserted.</summary>
internal static class KnownFormats
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex Time = new(@"^([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(\.[0-9]+)?([zZ]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))\z", Linear);
    private static readonly Regex Duration = new(@"^P([0-9]+W|([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)?(T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S))?)\z", Linear);
    private static readonly Regex Email = new(@"^(""([^""\\\x00-\x1f]|\\.)+""|[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@(.+)\z", Linear);
    private static readonly Regex Hostname = new(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z", Linear);
    private static readonly Regex Ipv4 = new(@"^(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}\z", Linear);
    private static readonly Regex Ipv6Characters = new(@"^[0-9A-Fa-f:.]+\z", Linear);
    private static readonly Regex Uuid = new(@"^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\z", Linear);
    private static readonly Regex UriCharacters = new(@"^([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*\z", Linear);
    private static readonly Regex UriShape = new(@"^[A-Za-z][A-Za-z0-9+.-]*:(//([^/?#\[\]@]*@)?(\[[0-9A-Fa-f:.]+\]|\[v[0-9A-Fa-f]+\.[^\[\]]+\]|[^/?#\[\]@:]*)(:[0-9]*)?)?[^#\[\]]*(#[^#\[\]]*)?\z", Linear);
    private static readonly Regex ReferenceShape = new(@"^(//([^/?#\[\]@]*@)?[^/?#]*|[^:/?#\[\]]*)?([/?][^#\[\]]*)?(#[^#\[\]]*)?\z", Linear);
    private static readonly Regex Pointer = new(@"^(/([^/~]|~[01])*)*\z", Linear);
    private static readonly Regex RelativePointer = new(@"^(0|[1-9][0-9]*)(#|(/([^/~]|~[01])*)*)\z", Linear);
    private static readonly Regex UriTemplate = new(@"^([^\x00-\x20""'<>\\^`{|}%]|%[0-9A-Fa-f]{2}|\{[+#./;?&=,!@|]?[A-Za-z0-9_%.]+(:[1-9][0-9]{0,3}|\*)?(,[A-Za-z0-9_%.]+(:[1-9][0-9]{0,3}|\*)?)*\})*\z", Linear);

    private static readonly Dictionary<string, Func<string, bool>> Known = new()
    {
        ["date-time"] = text => text.Length > 11 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]),
        ["date"] = IsDate,
        ["time"] = IsTime,
        ["duration"] = text => Duration.IsMatch(text) && text.Length > 2 && text[^1] != 'T',
        ["email"] = IsEmail,
        ["hostname"] = IsHostname,
        ["ipv4"] = Ipv4.IsMatch,
        ["ipv6"] = IsIpv6,
        ["uri"] = text => UriCharacters.IsMatch(text) && UriShape.IsMatch(text),
        ["uri-reference"] = text => UriCharacters.IsMatch(text) && (UriShape.IsMatch(text) || ReferenceShape.IsMatch(text)),
        ["uri-template"] = UriTemplate.IsMatch,
        ["uuid"] = Uuid.IsMatch,
        ["json-pointer"] = Pointer.IsMatch,
        ["relative-json-pointer"] = RelativePointer.IsMatch,
        ["regex"] = text => EcmaPattern.TryCompile(text, out _, out _),
    };

    /// <summary>The check of a format; null when it is not known.</summary>
    public static Func<string, bool>? Find(string format) => Known.GetValueOrDefault(format);

    private static bool IsDate(string text) =>
        text.All(c => c is '-' || char.IsAsciiDigit(c)) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // A leap second exists only at the end of a day in UTC (RFC 3339, 5.7).
    private static bool IsTime(string text)
    {
        var match = Time.Match(text);
        if (!match.Success || match.Groups[3].Value != "60")
        {
            return match.Success;
        }

        var minutes = (Number(match.Groups[1]) * 60) + Number(match.Groups[2]);
        var offset = match.Groups[6].Success ? (Number(match.Groups[7]) * 60) + Number(match.Groups[8]) : 0;
        return (minutes - (match.Groups[6].Value == "-" ? -offset : offset) + 2880) % 1440 == 1439;
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static bool IsHostname(string text) => text.Length is > 0 and <= 253 && Hostname.IsMatch(text);

    private static bool IsIpv6(string text) =>
        Ipv6Characters.IsMatch(text)
        && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
        && (!text.Contains('.', StringComparison.Ordinal) || Ipv4.IsMatch(text[(text.LastIndexOf(':') + 1)..]));

    private static bool IsEmail(string text)
    {
        var match = Email.Match(text);
        if (!match.Success)
        {
            return false;
        }

        var host = text[(text.LastIndexOf('@') + 1)..];
        return host is ['[', .. var literal, ']']
            ? literal.StartsWith("IPv6:", StringComparison.Ordinal) ? IsIpv6(literal[5..]) : Ipv4.IsMatch(literal)
            : IsHostname(host);
    }
}
