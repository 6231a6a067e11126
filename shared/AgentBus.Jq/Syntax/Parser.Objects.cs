namespace AgentBus.Jq;

/// <content>Object construction and destructuring patterns.</content>
internal sealed partial class Parser
{
    private Ast.Object ParseObject(int start)
    {
        var entries = new List<(Ast Key, Ast? Value)>();
        if (!TakeSign("}"))
        {
            do
            {
                entries.Add(ParseEntry());
            }
            while (TakeSign(","));
            ExpectSign("}");
        }

        return new Ast.Object(start, entries);
    }

    private (Ast Key, Ast? Value) ParseEntry()
    {
        var start = _token.Position;
        if (_token.Kind == TokenKind.Variable)
        {
            var name = _token.Text;
            var variable = ParseVariable();
            return TakeSign(":") ? (variable, ParseEntryValue()) : (TextKey(start, name), variable);
        }

        if (IsSign("("))
        {
            var computed = ParseComputedKey();
            ExpectSign(":");
            return (computed, ParseEntryValue());
        }

        var key = ParseKey();
        return (key, TakeSign(":") ? ParseEntryValue() : null);
    }

    /// <summary>A name (keywords too) or a string.</summary>
    private Ast ParseKey()
    {
        var start = _token.Position;
        switch (_token.Kind)
        {
            case TokenKind.Name:
                return TextKey(start, Take().Text);
            case TokenKind.Quote:
                return ParseString("text");
            case TokenKind.Format:
                var format = Take().Text;
                return _token.Kind == TokenKind.Quote ? ParseString(format) : throw Unexpected("a string");
            default:
                throw Unexpected("a key: a name, a string, $name or (expression)");
        }
    }

    private Ast ParseComputedKey()
    {
        var start = _token.Position;
        ExpectSign("(");
        var key = ParsePipe();
        ExpectSign(")");
        return key is Ast.Literal { Value: not JqString } literal
            ? throw new SyntaxException(start, $"Cannot use {Describe.Value(literal.Value)} as object key.")
            : key;
    }

    /// <summary>A value: anything but a comma and a binding.</summary>
    private Ast ParseEntryValue()
    {
        using var nesting = Enter();
        var start = _token.Position;
        var left = ParseOperators(0);
        return TakeSign("|") ? new Ast.Pipe(start, left, ParseEntryValue()) : left;
    }

    private List<PatternAst> ParsePatterns()
    {
        var patterns = new List<PatternAst> { ParsePattern() };
        while (TakeSign("?//"))
        {
            patterns.Add(ParsePattern());
        }

        return patterns;
    }

    private PatternAst ParsePattern()
    {
        using var nesting = Enter();
        if (_token.Kind == TokenKind.Variable)
        {
            return new PatternAst.Variable(Take().Text);
        }

        if (TakeSign("["))
        {
            return new PatternAst.Array(ParseList(ParsePattern, "]"));
        }

        if (!TakeSign("{"))
        {
            throw Unexpected("a pattern: $name, [..] or {..}");
        }

        return new PatternAst.Object(ParseList(ParsePatternEntry, "}"));
    }

    private List<T> ParseList<T>(Func<T> parseItem, string end)
    {
        var items = new List<T>();
        do
        {
            items.Add(parseItem());
        }
        while (TakeSign(","));
        ExpectSign(end);
        return items;
    }

    private (Ast Key, string? Variable, PatternAst? Value) ParsePatternEntry()
    {
        var start = _token.Position;
        if (_token.Kind == TokenKind.Variable)
        {
            var name = Take().Text;
            return (TextKey(start, name), name, TakeSign(":") ? ParsePattern() : null);
        }

        var key = IsSign("(") ? ParseComputedKey() : ParseKey();
        ExpectSign(":");
        return (key, null, ParsePattern());
    }
}
