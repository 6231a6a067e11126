using System.Text.RegularExpressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Names of agents, which are parts of queue names: no dots, no at sign.</summary>
internal static class AgentName
{
    private static readonly Regex Form = new(@"^[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?\z", RegexOptions.NonBacktracking);

    public static string? Read(Cursor at)
    {
        if (at.Text() is not { } name)
        {
            return null;
        }

        if (!Form.IsMatch(name))
        {
            at.Report($"'{name}' cannot name an agent. Use up to 63 letters, digits and hyphens, not an expression: list the choices under 'candidates', or choose by 'switch'.");
            return null;
        }

        at.Context.Agents.Add(name);
        return name;
    }
}
