using System.Text.RegularExpressions;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>The standard's URI or URI template: <c>scheme://...</c>, or an expression that makes one.</summary>
internal static class UriText
{
    private static readonly Regex Form = new(@"^[A-Za-z][A-Za-z0-9+\-.]*://", RegexOptions.NonBacktracking);

    public static void Check(Cursor at)
    {
        if (at.Text() is { } text && !RuntimeExpression.TryUnwrap(text, out _) && !RuntimeExpression.IsUnclosed(text) && !Form.IsMatch(text))
        {
            at.Report($"{at.Label} must be an absolute URI such as https://example.com/x, not '{text}'.");
        }
    }
}
