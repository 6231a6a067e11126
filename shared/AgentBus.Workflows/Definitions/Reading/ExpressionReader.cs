using AgentBus.Jq;
using AgentBus.Workflows.Definitions.Text;
using AgentBus.Workflows.Expressions;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>Compiles the runtime expressions of a document.</summary>
internal static class ExpressionReader
{
    /// <summary>A field that is an expression by definition: with or without <c>${ }</c>.</summary>
    public static Expression? Read(Cursor at)
    {
        if (at.Text() is not { } text)
        {
            return null;
        }

        if (IsUnclosed(at))
        {
            return null;
        }

        RuntimeExpression.TryUnwrap(text, out var program);
        return Compile(at, program);
    }

    /// <summary>A value in which the strings that are wholly one <c>${ }</c> are expressions.</summary>
    public static Template? ReadTemplate(Cursor at) => Build(at) is { } root ? new Template(root, at.Path) : null;

    /// <summary><c>input.from</c>, <c>output.as</c> and <c>export.as</c>: an expression, or an object with expressions in it.</summary>
    public static Template? ReadTransform(Cursor at)
    {
        if (at.Kind == NodeKind.String)
        {
            return Read(at) is { } expression ? new Template(new TemplateNode.Computed(expression), at.Path) : null;
        }

        if (at.Kind == NodeKind.Object)
        {
            return ReadTemplate(at);
        }

        at.Report($"{at.Label} must be an expression or an object, not {Words.Of(at.Kind)}.");
        return null;
    }

    /// <summary>Reports a text that begins an expression and never ends it. The text of one that is whole is none.</summary>
    public static bool IsUnclosed(Cursor at)
    {
        var text = at.Node.Text;
        if (RuntimeExpression.TryUnwrap(text, out _) || !RuntimeExpression.IsUnclosed(text))
        {
            return false;
        }

        at.Report($"the expression '{text.Trim()}' begins with '${{' and is not closed. Add the '}}' at its end.");
        return true;
    }

    // Null when an expression in it is wrong. What holds no expression stays one literal.
    private static TemplateNode? Build(Cursor at)
    {
        switch (at.Kind)
        {
            case NodeKind.String when RuntimeExpression.TryUnwrap(at.Node.Text, out var program):
                return Compile(at, program) is { } expression ? new TemplateNode.Computed(expression) : null;
            case NodeKind.String when IsUnclosed(at):
                return null;
            case NodeKind.Object:
                var members = at.Members.Select(m => KeyValuePair.Create(m.Name, Build(m.Value))).ToList();
                return members.All(m => m.Value is TemplateNode.Literal)
                    ? new TemplateNode.Literal(at.ToJson())
                    : members.Any(m => m.Value is null) ? null : new TemplateNode.Object(members!);
            case NodeKind.Array:
                var items = at.Items.Select(Build).ToList();
                return items.TrueForAll(i => i is TemplateNode.Literal)
                    ? new TemplateNode.Literal(at.ToJson())
                    : items.Contains(null) ? null : new TemplateNode.Array(items!);
            default:
                return new TemplateNode.Literal(at.ToJson());
        }
    }

    private static Expression? Compile(Cursor at, string program)
    {
        if (!JqFilter.TryCompile(program, out var filter, out var error))
        {
            at.Report($"the expression '{program.Trim()}' is wrong at character {error.Position + 1} of '{program}': {error.Message}");
            return null;
        }

        foreach (var name in filter.FreeVariables.Where(v => !at.Scope.Variables.Contains(v)).Order(StringComparer.Ordinal))
        {
            at.Report(name == Scope.Secrets
                ? $"the expression '{program.Trim()}' reads $secrets, which only 'with' of call: http, openapi, mcp and a2a, and use.authentications may read."
                : $"the expression '{program.Trim()}' reads ${name}, which is not defined here. Known are: {Names(at.Scope)}.");
        }

        if (filter.FreeVariables.Contains(Scope.Secrets) && at.Context.Use.Secrets.Count == 0 && at.Scope.Variables.Contains(Scope.Secrets))
        {
            at.Report($"the expression '{program.Trim()}' reads $secrets, but the document names none. List the names of those it needs under use.secrets.");
        }

        return new Expression(filter, at.Path);
    }

    private static string Names(Scope scope) => string.Join(", ", scope.Variables.Order(StringComparer.Ordinal).Select(v => "$" + v));
}
