namespace AgentBus.Jq;

/// <summary>What jq has and a sandboxed program has not, each with its reason.</summary>
internal static class Refusals
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["env"] = "programs here cannot see the environment",
        ["$ENV"] = "programs here cannot see the environment",
        ["input"] = "a program here has one input, '.'",
        ["inputs"] = "a program here has one input, '.'",
        ["input_filename"] = "a program here has no files",
        ["input_line_number"] = "a program here has no files",
        ["debug"] = "a program here has no side effects",
        ["stderr"] = "a program here has no side effects",
        ["halt"] = "a program here has no process to end",
        ["halt_error"] = "a program here has no process to end",
        ["modulemeta"] = "programs here have no files, so no modules",
        ["get_search_list"] = "programs here have no files, so no modules",
    };

    public static void CheckFunction(string name, int position) => Check(name, position);

    public static void CheckVariable(string name, int position) => Check("$" + name, position);

    private static void Check(string name, int position)
    {
        if (Reasons.TryGetValue(name, out var reason))
        {
            throw new SyntaxException(position, $"'{name}' is refused: {reason}.");
        }
    }
}
