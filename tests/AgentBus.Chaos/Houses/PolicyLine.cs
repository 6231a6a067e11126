using System.Text.RegularExpressions;

namespace AgentBus.Chaos.Houses;

/// <summary>Finds the <c>rabbitmqctl set_policy</c> line that <c>setup</c> prints where it may not set the policy itself.</summary>
internal static partial class PolicyLine
{
    /// <summary>Its words, without the program's name.</summary>
    public static string[] Find(string output)
    {
        var line = Line().Match(output);
        return line.Success
            ? [.. Words().Matches(line.Groups[1].Value).Select(word => word.Value.Trim('\''))]
            : throw new InvalidOperationException($"Setup printed no rabbitmqctl line: {output}");
    }

    [GeneratedRegex(@"rabbitmqctl (set_policy [^\n]*\})", RegexOptions.None, 1_000)]
    private static partial Regex Line();

    [GeneratedRegex("'[^']*'|[^' ]+", RegexOptions.None, 1_000)]
    private static partial Regex Words();
}
