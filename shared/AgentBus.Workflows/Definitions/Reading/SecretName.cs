using System.Text.RegularExpressions;
using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Names of secrets, which may be names of files: one part of a path, never a way to another tenant's.</summary>
internal static class SecretName
{
    private static readonly Regex Form = new(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.NonBacktracking);

    /// <summary>The names of an array; each that cannot be one is reported.</summary>
    public static List<string> ReadAll(Cursor at)
    {
        var names = new List<string>();
        foreach (var item in at.Is(NodeKind.Array) ? at.Items : [])
        {
            if (item.NonEmptyText() is not { } name)
            {
                continue;
            }

            names.Add(name);
            if (!Form.IsMatch(name))
            {
                item.Report($"'{name}' cannot name a secret. Use up to 128 letters, digits, '-', '_' and '.', beginning with a letter, a digit or '_'.");
            }
        }

        return names;
    }
}
