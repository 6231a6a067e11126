using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>The wording that problems share.</summary>
internal static class Words
{
    public static string Of(NodeKind kind) => kind switch
    {
        NodeKind.Object => "an object",
        NodeKind.Array => "a list",
        NodeKind.String => "a text",
        NodeKind.Number => "a number",
        NodeKind.Boolean => "true or false",
        _ => "null",
    };

    /// <summary>The likely meant word, else all of them.</summary>
    public static string Suggest(string unknown, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0)
        {
            return "There is none to choose from.";
        }

        return Nearest(unknown, known) is { } nearest ? $"Did you mean '{nearest}'?" : $"Use one of: {string.Join(", ", known)}.";
    }

    /// <summary>The word that was likely meant: at most a third of its letters differ.</summary>
    public static string? Nearest(string unknown, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(k => Distance(unknown, k))!;
        return Distance(unknown, nearest) <= Math.Max(1, Math.Min(unknown.Length, nearest.Length) / 3) ? nearest : null;
    }

    // Levenshtein's distance without regard to case; an overlong word is nobody's slip of the pen.
    private static int Distance(string a, string b)
    {
        if (a.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
