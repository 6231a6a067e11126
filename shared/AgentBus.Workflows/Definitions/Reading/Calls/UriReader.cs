using System.Text.Json;
using System.Text.RegularExpressions;
using AgentBus.Jq;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading.Calls;

/// <summary>
/// Reads a URI, a URI template with simple expansion (RFC 6570, 3.2.2) over the members of the task's input, or an expression that makes a URI.
/// A template becomes a jq program.
/// </summary>
internal static class UriReader
{
    private const string Expand = """
        def expand($name): (if type == "object" then .[$name] else null end)
          | if . == null then ""
            elif type == "object" or type == "array" then error("{\($name)} must be a text, a number, true or false, not an \(type)")
            else tostring | @uri end;
        """;

    private static readonly Regex Variable = new(@"\{([^{}]*)\}", RegexOptions.NonBacktracking);
    private static readonly Regex Absolute = new(@"^https?://[^/?#\s]", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    public static TemplateNode? Read(Cursor at)
    {
        if (at.NonEmptyText() is not { } text || RuntimeExpression.TryUnwrap(text, out _))
        {
            return at.Kind == NodeKind.String ? ArgumentList.Any(at) : null;
        }

        if (ExpressionReader.IsUnclosed(at))
        {
            return null;
        }

        if (!Absolute.IsMatch(text))
        {
            at.Report($"{at.Label} is '{text}'. Write an absolute address that begins with http:// or https://, or an expression that makes one.");
            return null;
        }

        return text.AsSpan().ContainsAny('{', '}') ? Template(at, text) : new TemplateNode.Literal(at.ToJson());
    }

    /// <summary>An endpoint: a URI, or an object of a URI and how to authenticate there.</summary>
    public static TemplateNode? ReadEndpoint(Cursor at)
    {
        if (at.Kind != NodeKind.Object)
        {
            return Read(at) is { } uri ? new TemplateNode.Object([KeyValuePair.Create("uri", uri)]) : null;
        }

        return at.IsObjectOf("uri", "authentication")
            ? new ArgumentList(at).Require("uri", Read).Add("authentication", AuthenticationReader.Read).Node
            : null;
    }

    /// <summary>A resource from outside: a name, which means nothing here, and its endpoint.</summary>
    public static TemplateNode? ReadResource(Cursor at) =>
        at.IsObjectOf("name", "endpoint") ? new ArgumentList(at).Add("name", ArgumentList.Text).Require("endpoint", ReadEndpoint).Node : null;

    private static TemplateNode.Computed? Template(Cursor at, string text)
    {
        var (parts, end) = (new List<string>(), 0);
        foreach (Match variable in Variable.Matches(text))
        {
            var name = variable.Groups[1].Value;
            if (name.Length == 0 || "+#./;?&|!@=,".Contains(name[0]) || name[^1] == '*' || name.Contains(':') || name.Contains(','))
            {
                at.Report($"{at.Label} has '{{{name}}}'; a template may only name one member of the input, such as {{petId}}. Use an expression for more.");
                return null;
            }

            parts.Add(Quote(text[end..variable.Index]));
            parts.Add($"expand({Quote(name)})");
            end = variable.Index + variable.Length;
        }

        parts.Add(Quote(text[end..]));
        if (text[end..].AsSpan().ContainsAny('{', '}') || parts.Where((_, i) => i % 2 == 0).Any(p => p.AsSpan().ContainsAny('{', '}')))
        {
            at.Report($"{at.Label} has a brace without its other half. Write names in {{ }}; a brace of the address itself is %7B or %7D.");
            return null;
        }

        JqFilter.TryCompile($"{Expand}\n{string.Join(" + ", parts)}", out var filter, out _);
        return new TemplateNode.Computed(new Expression(filter!, at.Path) { Text = text });
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
