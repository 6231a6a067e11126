using System.Text.RegularExpressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Names that a document gives to variables of its expressions.</summary>
internal static class VariableName
{
    private static readonly Regex Form = new(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking);

    public static string Read(Cursor? at, string defaultName)
    {
        if (at?.Text() is not { } name)
        {
            return defaultName;
        }

        if (!Form.IsMatch(name))
        {
            at.Report($"'{name}' cannot name a variable. Use letters, digits and underscores.");
        }
        else if (Scope.Root.Variables.Contains(name) || name == Scope.Secrets)
        {
            at.Report($"${name} has a meaning of its own in expressions. Choose another name.");
        }

        return name;
    }
}
