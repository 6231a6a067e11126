using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentBus.Workflows.Failures;

/// <summary>
/// How the built-in agent for calls says which of the standard's errors a failed call is: <c>{type}-{status}</c>, such as
/// <c>communication-404</c>.
/// </summary>
public static partial class CallErrorCode
{
    /// <summary>The code of an error.</summary>
    /// <param name="type">The last word of one of the standard's error types.</param>
    /// <param name="status">100..999.</param>
    public static string Of(string type, int status) => string.Create(CultureInfo.InvariantCulture, $"{type}-{status}");

    /// <summary>Type (as a URI) and status of a code; null when it is another kind of code.</summary>
    internal static (string Type, int Status)? Parse(string? code)
    {
        var match = Form().Match(code ?? "");
        return match.Success ? ($"{ErrorTypes.Base}{match.Groups[1].Value}", int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)) : null;
    }

    [GeneratedRegex("^(configuration|validation|expression|authentication|authorization|timeout|communication|runtime)-([1-9][0-9]{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
