using System.Buffers;
using System.Text.RegularExpressions;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Reads one event filter.</summary>
internal static class EventFilterReader
{
    // A dot alone makes no pattern: com.example.paid is a type. What holds one of these and compiles is one.
    private static readonly SearchValues<char> PatternCharacters = SearchValues.Create("*+?[](){}|^$\\");

    public static EventFilter? Read(Cursor at)
    {
        if (!at.IsObjectOf("with", "correlate") || at.Required("with") is not { } with || !with.Is(NodeKind.Object))
        {
            return null;
        }

        if (with.Node.Members.Count == 0)
        {
            with.Report("'with' filters nothing. Add a member such as type.");
        }

        EventAttributes.Check(with);
        var texts = with.Members.Where(m => m.Value.Kind == NodeKind.String && !ExpressionReader.IsUnclosed(m.Value)).ToList();
        var patterns = texts.Select(m => (m.Name, Pattern: Pattern(m.Value.Node.Text))).Where(m => m.Pattern is not null).ToDictionary(m => m.Name, m => m.Pattern!);
        var type = with.Get("type")?.Node is { Kind: NodeKind.String, Text: var text } && !IsExpression(text) && !patterns.ContainsKey("type") ? text : null;
        return new EventFilter(type, with.ToJson())
        {
            Patterns = patterns,
            Expressions = texts.Where(m => IsExpression(m.Value.Node.Text)).Select(m => (m.Name, Expression: ExpressionReader.Read(m.Value)))
                .Where(m => m.Expression is not null).ToDictionary(m => m.Name, m => m.Expression!),
            Correlate = at.Get("correlate") is { } correlate && correlate.Is(NodeKind.Object) ? [.. correlate.Members.Select(m => Correlation(m.Name, m.Value)).OfType<Correlation>()] : [],
        };
    }

    private static Correlation? Correlation(string name, Cursor at)
    {
        if (!at.IsObjectOf("from", "expect") || at.Required("from") is not { } from || ExpressionReader.Read(from) is not { } value)
        {
            return null;
        }

        return new Correlation(name, value, at.Get("expect") is { } expect && expect.Text() is not null ? ExpressionReader.ReadTemplate(expect) : null);
    }

    private static bool IsExpression(string text) => RuntimeExpression.TryUnwrap(text, out _);

    private static Regex? Pattern(string text)
    {
        if (IsExpression(text) || text.AsSpan().IndexOfAny(PatternCharacters) < 0)
        {
            return null;
        }

        try
        {
            return new Regex($@"^(?:{text})\z", RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
