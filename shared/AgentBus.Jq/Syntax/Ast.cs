namespace AgentBus.Jq;

/// <summary>The syntax tree. Positions are character offsets in the source.</summary>
internal abstract record Ast(int Position)
{
    public sealed record Identity(int Position) : Ast(Position);

    public sealed record Literal(int Position, JqValue Value) : Ast(Position);

    /// <summary><c>@format "text \(value) text"</c>; one text more than values.</summary>
    public sealed record Text(int Position, string FormatName, IReadOnlyList<string> Texts, IReadOnlyList<Ast> Values) : Ast(Position);

    public sealed record Format(int Position, string Name) : Ast(Position);

    public sealed record Variable(int Position, string Name) : Ast(Position);

    public sealed record Index(int Position, Ast Target, Ast Key) : Ast(Position);

    public sealed record Slice(int Position, Ast Target, Ast? Start, Ast? End) : Ast(Position);

    public sealed record Iterate(int Position, Ast Target) : Ast(Position);

    public sealed record Array(int Position, Ast? Body) : Ast(Position);

    /// <summary>Entries without a value take the input's member of that name.</summary>
    public sealed record Object(int Position, IReadOnlyList<(Ast Key, Ast? Value)> Entries) : Ast(Position);

    public sealed record Negate(int Position, Ast Operand) : Ast(Position);

    public sealed record Pipe(int Position, Ast Left, Ast Right) : Ast(Position);

    public sealed record Comma(int Position, IReadOnlyList<Ast> Parts) : Ast(Position);

    public sealed record Binary(int Position, string Operator, Ast Left, Ast Right) : Ast(Position);

    public sealed record If(int Position, Ast Condition, Ast Then, Ast? Else) : Ast(Position);

    public sealed record Try(int Position, Ast Body, Ast? Handler) : Ast(Position);

    public sealed record Reduce(int Position, Ast Source, IReadOnlyList<PatternAst> Patterns, Ast Init, Ast Update) : Ast(Position);

    public sealed record Foreach(int Position, Ast Source, IReadOnlyList<PatternAst> Patterns, Ast Init, Ast Update, Ast? Extract) : Ast(Position);

    public sealed record Bind(int Position, Ast Source, IReadOnlyList<PatternAst> Patterns, Ast Body) : Ast(Position);

    public sealed record Define(int Position, FunctionAst Function, Ast Body) : Ast(Position);

    public sealed record Call(int Position, string Name, IReadOnlyList<Ast> Arguments) : Ast(Position);

    public sealed record Label(int Position, string Name, Ast Body) : Ast(Position);

    public sealed record Break(int Position, string Name) : Ast(Position);
}

/// <summary>A function; a parameter that begins with a dollar sign is also bound as a variable.</summary>
internal sealed record FunctionAst(int Position, string Name, IReadOnlyList<string> Parameters, Ast Body);

internal abstract record PatternAst
{
    public sealed record Variable(string Name) : PatternAst;

    public sealed record Array(IReadOnlyList<PatternAst> Items) : PatternAst;

    /// <summary>Each entry binds the member to a variable, matches it with a pattern, or both.</summary>
    public sealed record Object(IReadOnlyList<(Ast Key, string? Variable, PatternAst? Value)> Entries) : PatternAst;
}
