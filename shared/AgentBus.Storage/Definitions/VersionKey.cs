using System.Globalization;
using System.Text;

namespace AgentBus.Storage.Definitions;

/// <summary>
/// A semantic version as text whose byte order is the precedence of semver.org 2.0.0, section 11, so that the database can sort.
/// A number is its length in two digits, then its digits. After the numbers comes <c>~</c> for a release, or <c>!</c> and each
/// pre-release identifier: all of these sort below <c>~</c>, and numbers below words. Build metadata only breaks ties.
/// </summary>
internal static class VersionKey
{
    public static string Of(string version)
    {
        var (rest, build) = Cut(version, '+');
        var (core, prerelease) = Cut(rest, '-');
        var numbers = core.Split('.');
        if (numbers.Length != 3 || !numbers.All(IsNumber))
            return "!" + version; // Not a semantic version: below all that are.
        var key = new StringBuilder();
        foreach (var number in numbers)
            Append(key, number);
        if (prerelease is null)
            key.Append('~');
        foreach (var identifier in prerelease?.Split('.') ?? [])
            Append(IsNumber(identifier) ? key.Append("!0") : key.Append("!1"), identifier);
        return build is null ? key.ToString() : key.Append(" +").Append(build).ToString();
    }

    private static void Append(StringBuilder key, string identifier)
    {
        if (IsNumber(identifier))
        {
            var digits = identifier.TrimStart('0');
            key.Append(digits.Length.ToString("00", CultureInfo.InvariantCulture)).Append(digits);
        }
        else
        {
            key.Append(identifier);
        }
    }

    private static bool IsNumber(string text) => text.Length is > 0 and < 100 && text.All(char.IsAsciiDigit);

    private static (string Head, string? Tail) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
