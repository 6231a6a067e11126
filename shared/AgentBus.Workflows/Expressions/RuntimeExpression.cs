namespace AgentBus.Workflows.Expressions;

/// <summary>The standard's notation of runtime expressions in strict mode: a string that is wholly one <c>${ ... }</c>.</summary>
internal static class RuntimeExpression
{
    /// <summary>Whether the text is wholly an expression; white space around it does not count.</summary>
    public static bool TryUnwrap(string text, out string program)
    {
        var trimmed = text.AsSpan().Trim();
        var isExpression = trimmed.Length > 3 && trimmed.StartsWith("${") && trimmed[^1] == '}';
        program = isExpression ? trimmed[2..^1].ToString() : text;
        return isExpression;
    }

    /// <summary>Whether the text begins an expression and never ends it: there are more opening braces than closing ones.</summary>
    public static bool IsUnclosed(string text) =>
        text.AsSpan().TrimStart().StartsWith("${") && text.AsSpan().Count('{') > text.AsSpan().Count('}');
}
