using System.Text.RegularExpressions;

namespace AgentBus.Chaos.Houses;

/// <summary>Finds the <c>rabbitmqctl set_policy</c> commands that <c>setup</c> prints where it may not set the policies itself.</summary>
internal static partial class PolicyLine
{
    /// <summary>The words of each command, without the program's name.</summary>
    public static IReadOnlyList<string[]> Find(string output)
    {
        var commands = Command().Matches(output);
        return commands.Count > 0
            ? [.. commands.Select(command => Words().Matches(command.Groups[1].Value).Select(word => word.Value.Trim('\'')).ToArray())]
            : throw new InvalidOperationException($"Setup printed no rabbitmqctl line: {output}");
    }

    [GeneratedRegex(@"rabbitmqctl (set_policy (?:'[^']*'|[^'&\n])*)", RegexOptions.None, 1_000)]
    private static partial Regex Command();

    [GeneratedRegex("'[^']*'|[^' ]+", RegexOptions.None, 1_000)]
    private static partial Regex Words();
}
