using System.Text.RegularExpressions;

namespace AgentBus.Cli;

/// <summary>What the parser says of an argument of the wrong form, without the names of types.</summary>
internal static partial class ArgumentFault
{
    public static string InWords(string message) => Unparsed().Match(message) is { Success: true } match
        ? $"{match.Groups["value"].Value} does not fit {match.Groups["name"].Value}; give {Form(match.Groups["type"].Value)}."
        : message;

    private static string Form(string type) => type switch
    {
        "System.Guid" => "an id such as 01a2050c-8d4e-7773-b987-51f73bd1b6f2",
        "System.Int32" or "System.Int64" => "a whole number",
        "System.Decimal" or "System.Double" => "a number such as 0.5",
        "System.DateTimeOffset" => "an instant such as 2026-11-22T18:00:00Z",
        "System.Boolean" => "true or false",
        _ => "a value of the form that --help tells",
    };

    [GeneratedRegex(@"^Cannot parse argument (?<value>'.*') for (command|option) '(?<name>[^']*)' as expected type '(?<type>[^']*)'\.$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unparsed();
}
