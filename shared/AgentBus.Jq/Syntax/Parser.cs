using System.Runtime.CompilerServices;

namespace AgentBus.Jq;

/// <summary>
/// Recursive descent with precedence climbing over the grammar of jq 1.8. Own code because .NET has no jq parser.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Nesting, and length of operator chains, that a program may have; far beyond any real one, well within the stack.</summary>
    private const int MaxDepth = 1000;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach", "try", "catch", "label", "import", "include", "module", "and", "or", "__loc__",
    };

    private readonly string _source;
    private readonly Lexer _lexer;
    private Token _token;
    private Token? _pending;
    private int _depth;

    private Parser(string source)
    {
        _source = source;
        _lexer = new Lexer(source);
        _token = _lexer.Next();
    }

    public static Ast Parse(string source)
    {
        var parser = new Parser(source);
        parser.RefuseModules();
        var ast = parser._token.Kind == TokenKind.End ? new Ast.Identity(0) : parser.ParsePipe(mayEndAfterDefinitions: true);
        return parser._token.Kind == TokenKind.End ? ast : throw parser.Unexpected("the end");
    }

    /// <summary>The definitions of a source that has nothing else.</summary>
    public static IReadOnlyList<FunctionAst> ParseDefinitions(string source)
    {
        var parser = new Parser(source);
        var functions = new List<FunctionAst>();
        while (parser.IsName("def"))
        {
            functions.Add(parser.ParseFunction());
        }

        return parser._token.Kind == TokenKind.End ? functions : throw parser.Unexpected("'def'");
    }

    private void RefuseModules()
    {
        if (IsName("import") || IsName("include") || IsName("module"))
        {
            throw new SyntaxException(_token.Position, $"'{_token.Text}' is refused: programs here have no files, so no modules.");
        }
    }

    private Ast ParsePipe(bool mayEndAfterDefinitions = false)
    {
        using var nesting = Enter();
        var start = _token.Position;
        if (IsName("def"))
        {
            var function = ParseFunction();
            var ends = mayEndAfterDefinitions && _token.Kind == TokenKind.End;
            return new Ast.Define(start, function, ends ? new Ast.Identity(start) : ParsePipe(mayEndAfterDefinitions));
        }

        if (TakeName("label"))
        {
            var name = Expect(TokenKind.Variable, "a name like $out");
            ExpectSign("|");
            return new Ast.Label(start, name, ParsePipe());
        }

        var left = ParseComma();
        return TakeSign("|") ? new Ast.Pipe(start, left, ParsePipe()) : left;
    }

    private Ast ParseComma()
    {
        var start = _token.Position;
        var parts = new List<Ast> { ParseOperand() };
        while (TakeSign(","))
        {
            parts.Add(ParseOperand());
        }

        return parts.Count == 1 ? parts[0] : new Ast.Comma(start, parts);
    }

    /// <summary>One part of a comma list. A definition, label or binding takes all that follows as its body.</summary>
    private Ast ParseOperand()
    {
        if (IsName("def") || IsName("label"))
        {
            return ParsePipe();
        }

        var start = _token.Position;
        var source = ParseOperators(0);
        if (!TakeName("as"))
        {
            return source;
        }

        var patterns = ParsePatterns();
        ExpectSign("|");
        return new Ast.Bind(start, source, patterns, ParsePipe());
    }

    private Ast ParseOperators(int minimum)
    {
        using var nesting = Enter();
        var left = ParseUnary();
        for (var chain = 0; ; chain++)
        {
            var sign = _token.Kind is TokenKind.Sign || IsName("and") || IsName("or") ? _token.Text : "";
            var (precedence, associativity) = PrecedenceOf(sign);
            if (precedence < minimum || precedence == 0)
            {
                return left;
            }

            if (chain == MaxDepth)
            {
                throw TooDeep();
            }

            var position = _token.Position;
            Advance();
            var right = ParseOperators(associativity == 'R' ? precedence : precedence + 1);
            left = new Ast.Binary(position, sign, left, right);
            if (associativity == 'N' && PrecedenceOf(_token.Kind == TokenKind.Sign ? _token.Text : "").Precedence == precedence)
            {
                throw new SyntaxException(_token.Position, $"'{_token.Text}' cannot follow '{sign}' without parentheses.");
            }
        }
    }

    private static (int Precedence, char Associativity) PrecedenceOf(string sign) => sign switch
    {
        "//" => (1, 'R'),
        "=" or "|=" or "+=" or "-=" or "*=" or "/=" or "%=" or "//=" => (2, 'N'),
        "or" => (3, 'L'),
        "and" => (4, 'L'),
        "==" or "!=" or "<" or "<=" or ">" or ">=" => (5, 'N'),
        "+" or "-" => (6, 'L'),
        "*" or "/" or "%" => (7, 'L'),
        _ => (0, 'L'),
    };

    private Ast ParseUnary()
    {
        var start = _token.Position;
        if (TakeSign("-"))
        {
            using var nesting = Enter();
            return new Ast.Negate(start, ParseUnary());
        }

        if (TakeName("try"))
        {
            using var nesting = Enter();
            var body = ParseUnary();
            return new Ast.Try(start, body, TakeName("catch") ? ParseUnary() : null);
        }

        return ParsePostfix();
    }

    private FunctionAst ParseFunction()
    {
        var start = _token.Position;
        Advance();
        var name = Expect(TokenKind.Name, "the name of the function");
        var parameters = new List<string>();
        if (TakeSign("("))
        {
            do
            {
                parameters.Add(_token.Kind == TokenKind.Variable ? "$" + Take().Text : Expect(TokenKind.Name, "a parameter"));
            }
            while (TakeSign(";"));
            ExpectSign(")");
        }

        ExpectSign(":");
        var body = ParsePipe();
        ExpectSign(";");
        return new FunctionAst(start, name, parameters, body);
    }

    private bool IsSign(string sign) => _token.Kind == TokenKind.Sign && _token.Text == sign;

    private bool IsName(string name) => _token.Kind == TokenKind.Name && _token.Text == name;

    private bool TakeSign(string sign) => IsSign(sign) && Advance();

    private bool TakeName(string name) => IsName(name) && Advance();

    private bool Advance()
    {
        _token = _pending ?? _lexer.Next();
        _pending = null;
        return true;
    }

    private Token Take()
    {
        var token = _token;
        Advance();
        return token;
    }

    private void ExpectSign(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Unexpected($"'{sign}'");
        }
    }

    private void ExpectName(string name)
    {
        if (!TakeName(name))
        {
            throw Unexpected($"'{name}'");
        }
    }

    private string Expect(TokenKind kind, string what) => _token.Kind == kind ? Take().Text : throw Unexpected(what);

    private SyntaxException Unexpected(string expected) => new(_token.Position, $"Found {_token.Display}, expected {expected}.");

    private SyntaxException TooDeep() => new(_token.Position, $"The program is nested deeper than {MaxDepth}.");

    private Nesting Enter()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TooDeep();
        }

        return new Nesting(this);
    }

    private readonly ref struct Nesting(Parser parser)
    {
        public void Dispose() => parser._depth--;
    }
}
