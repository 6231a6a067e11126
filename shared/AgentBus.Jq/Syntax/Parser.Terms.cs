namespace AgentBus.Jq;

/// <content>Terms and what may follow them.</content>
internal sealed partial class Parser
{
    private Ast ParsePostfix()
    {
        var term = ParseTerm();
        for (var chain = 0; chain < MaxDepth; chain++)
        {
            var start = _token.Position;
            if (_token.Kind == TokenKind.Field)
            {
                term = new Ast.Index(start, term, TextKey(start, Take().Text));
            }
            else if (IsSign("[") || TakeSign("."))
            {
                term = _token.Kind == TokenKind.Quote ? new Ast.Index(start, term, ParseString("text"))
                    : IsSign("[") ? ParseBracket(term) : throw Unexpected("'[' or a string");
            }
            else if (IsSign("?") || IsSign("?//") || IsSign("?//="))
            {
                // "?//" is one sign in patterns; after a term it is "?" and then "//".
                var sign = _token;
                Advance();
                term = new Ast.Try(start, term, null);
                if (sign.Text.Length > 1)
                {
                    _pending = _token;
                    _token = new Token(TokenKind.Sign, sign.Text[1..], start + 1);
                    return term;
                }
            }
            else
            {
                return term;
            }
        }

        throw TooDeep();
    }

    private Ast ParseBracket(Ast target)
    {
        var start = _token.Position;
        Advance();
        if (TakeSign("]"))
        {
            return new Ast.Iterate(start, target);
        }

        var from = IsSign(":") ? null : ParsePipe();
        if (from is not null && TakeSign("]"))
        {
            return new Ast.Index(start, target, from);
        }

        ExpectSign(":");
        var to = IsSign("]") && from is not null ? null : ParsePipe();
        ExpectSign("]");
        return new Ast.Slice(start, target, from, to);
    }

    private Ast ParseTerm()
    {
        var start = _token.Position;
        switch (_token.Kind)
        {
            case TokenKind.Number:
                var number = Take().Text;
                return new Ast.Literal(start, new JqLiteralNumber(number));
            case TokenKind.Quote:
                return ParseString("text");
            case TokenKind.Format:
                var format = Take().Text;
                return _token.Kind == TokenKind.Quote ? ParseString(format) : new Ast.Format(start, format);
            case TokenKind.Field:
                return new Ast.Index(start, new Ast.Identity(start), TextKey(start, Take().Text));
            case TokenKind.Variable:
                return ParseVariable();
            case TokenKind.Name:
                return ParseNamed();
            case TokenKind.Sign:
                return ParseSign();
            default:
                throw Unexpected("an expression");
        }
    }

    private Ast ParseVariable()
    {
        var (_, name, start) = Take();
        return name == "__loc__" ? new Ast.Literal(start, Location(start)) : new Ast.Variable(start, name);
    }

    private JqObject Location(int position)
    {
        var members = JqObject.NewMembers(2);
        members.Add("file", JqValue.Of("<top-level>"));
        members.Add("line", JqValue.Of(1 + _source.AsSpan(0, position).Count('\n')));
        return new JqObject(members);
    }

    private Ast ParseSign()
    {
        var start = _token.Position;
        if (TakeSign("."))
        {
            return _token.Kind == TokenKind.Quote ? new Ast.Index(start, new Ast.Identity(start), ParseString("text")) : new Ast.Identity(start);
        }

        if (TakeSign(".."))
        {
            return new Ast.Call(start, "recurse", []);
        }

        if (TakeSign("("))
        {
            var inner = ParsePipe();
            ExpectSign(")");
            return inner;
        }

        if (TakeSign("["))
        {
            var body = IsSign("]") ? null : ParsePipe();
            ExpectSign("]");
            return new Ast.Array(start, body);
        }

        return TakeSign("{") ? ParseObject(start) : throw Unexpected("an expression");
    }

    private Ast ParseNamed()
    {
        var start = _token.Position;
        switch (_token.Text)
        {
            case "if":
                Advance();
                return ParseIf(start);
            case "reduce" or "foreach":
                return ParseFold();
            case "break":
                Advance();
                return new Ast.Break(start, Expect(TokenKind.Variable, "the label to break to, like $out"));
            case var keyword when Keywords.Contains(keyword):
                throw Unexpected("an expression");
        }

        var name = Take().Text;
        if (name.Contains("::", StringComparison.Ordinal))
        {
            throw new SyntaxException(start, $"'{name}' is refused: programs here have no files, so no modules.");
        }

        var arguments = new List<Ast>();
        if (TakeSign("("))
        {
            do
            {
                arguments.Add(ParsePipe());
            }
            while (TakeSign(";"));
            ExpectSign(")");
        }

        return arguments.Count > 0 ? new Ast.Call(start, name, arguments) : name switch
        {
            "null" => new Ast.Literal(start, JqValue.Null),
            "true" => new Ast.Literal(start, JqValue.True),
            "false" => new Ast.Literal(start, JqValue.False),
            _ => new Ast.Call(start, name, arguments),
        };
    }

    private Ast.If ParseIf(int start)
    {
        using var nesting = Enter();
        var condition = ParsePipe();
        ExpectName("then");
        var then = ParsePipe();
        var next = _token.Position;
        if (TakeName("elif"))
        {
            return new Ast.If(start, condition, then, ParseIf(next));
        }

        var otherwise = TakeName("else") ? ParsePipe() : null;
        ExpectName("end");
        return new Ast.If(start, condition, then, otherwise);
    }

    private Ast ParseFold()
    {
        var (_, keyword, start) = Take();
        var source = ParseOperators(0);
        ExpectName("as");
        var patterns = ParsePatterns();
        ExpectSign("(");
        var init = ParsePipe();
        ExpectSign(";");
        var update = ParsePipe();
        var extract = keyword == "foreach" && TakeSign(";") ? ParsePipe() : null;
        ExpectSign(")");
        return keyword == "reduce" ? new Ast.Reduce(start, source, patterns, init, update)
            : new Ast.Foreach(start, source, patterns, init, update, extract);
    }

    /// <summary>A string whose opening quote is the current token.</summary>
    private Ast ParseString(string format)
    {
        var start = _token.Position;
        var texts = new List<string>();
        var values = new List<Ast>();
        while (true)
        {
            texts.Add(_lexer.ReadText(out var interpolates));
            Advance();
            if (!interpolates)
            {
                return values.Count == 0 ? TextKey(start, texts[0]) : new Ast.Text(start, format, texts, values);
            }

            values.Add(ParsePipe());
            if (!IsSign(")"))
            {
                throw Unexpected("')'");
            }
        }
    }

    private static Ast.Literal TextKey(int position, string text) => new(position, JqValue.Of(text));
}
