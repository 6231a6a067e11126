using AgentBus.Jq;

namespace AgentBus.Orchestrator.Calls.Secrets;

/// <summary>
/// Says why an expression that reads secrets failed, in none but our own words: jq quotes values and cuts them, and no mask knows half a secret.
/// </summary>
internal static class ExpressionFault
{
    private static readonly string[] Kinds =
    [
        "cannot be added", "cannot be subtracted", "cannot be multiplied", "cannot be divided", "cannot be negated", "cannot be parsed as a number",
        "cannot be parsed as a boolean", "cannot be parsed as JSON", "cannot be matched", "cannot be searched", "cannot be sorted", "cannot be grouped",
        "cannot be exploded", "Cannot index", "Cannot iterate over", "Cannot check", "Cannot delete", "Cannot update", "Cannot reverse", "Cannot use",
    ];

    public static string Of(JqError error) => error.IsLimit
        ? "it passed a limit of steps, bytes or depth"
        : Array.Find(Kinds, kind => error.Message.Contains(kind, StringComparison.Ordinal)) is { } kind
            ? $"it failed with '{kind}'"
            : "it ended with an error";
}
