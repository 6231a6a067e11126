namespace AgentBus.Jq;

/// <summary>Turns the syntax tree into nodes: resolves names and picks the special form of a node where its parts have one output each.</summary>
internal sealed partial class Compiler
{
    private readonly List<string> _globals = [];

    /// <summary>Names of the variables the program does not bind, in the order of their indexes.</summary>
    public IReadOnlyList<string> Globals => _globals;

    public Node Compile(Ast ast, Scope scope) => ast switch
    {
        Ast.Identity => IdentityNode.Instance,
        Ast.Literal literal => new LiteralNode(literal.Value),
        Ast.Text text => CompileText(text, scope),
        Ast.Format format => Formats.Node(format.Name, format.Position),
        Ast.Variable variable => CompileVariable(variable, scope),
        Ast.Index index => CompileIndex(Compile(index.Target, scope), Compile(index.Key, scope)),
        Ast.Slice slice => CompileSlice(slice, scope),
        Ast.Iterate iterate => PipeNode.Of(Compile(iterate.Target, scope), IterateNode.Instance),
        Ast.Array { Body: null } => new LiteralNode(JqArray.Empty),
        Ast.Array array => new CollectNode(Compile(array.Body, scope)),
        Ast.Object o => CompileObject(o, scope),
        Ast.Negate negate => CompileNegate(Compile(negate.Operand, scope)),
        Ast.Pipe pipe => PipeNode.Of(Compile(pipe.Left, scope), Compile(pipe.Right, scope)),
        Ast.Comma comma => new CommaNode([.. comma.Parts.Select(part => Compile(part, scope))]),
        Ast.Binary binary => CompileBinary(binary.Operator, Compile(binary.Left, scope), Compile(binary.Right, scope)),
        Ast.If choice => CompileIf(choice, scope),
        Ast.Try attempt => new TryNode(Compile(attempt.Body, scope), attempt.Handler is null ? null : Compile(attempt.Handler, scope)),
        Ast.Reduce or Ast.Foreach or Ast.Bind => CompileBinding(ast, scope),
        Ast.Define define => Compile(define.Body, Define(define.Function, scope)),
        Ast.Call call => CompileCall(call, scope),
        Ast.Label label => new LabelNode(Compile(label.Body, scope.WithLabel(label.Name))),
        Ast.Break leave => scope.FindLabel(leave.Name) is { } label ? new BreakNode(scope.Depth - label.Depth)
            : throw new SyntaxException(leave.Position, $"There is no label ${leave.Name} around this break."),
        _ => throw new InvalidOperationException($"Unknown syntax {ast.GetType().Name}."),
    };

    private InterpolationNode CompileText(Ast.Text text, Scope scope) => new InterpolationNode(
        [.. text.Texts],
        [.. text.Values.Select(value => PipeNode.Of(Compile(value, scope), Formats.Node(text.FormatName, text.Position)))]);

    private SingleNode CompileVariable(Ast.Variable variable, Scope scope)
    {
        if (scope.FindVariable(variable.Name) is { } bound)
        {
            return new VariableNode(scope.Depth - bound.Depth);
        }

        Refusals.CheckVariable(variable.Name, variable.Position);
        var index = _globals.IndexOf(variable.Name);
        if (index < 0)
        {
            index = _globals.Count;
            _globals.Add(variable.Name);
        }

        return new GlobalNode(index);
    }

    private static Node CompileIndex(Node target, Node key) => key is LiteralNode literal
        ? PipeNode.Of(target, new KeyNode(literal.Value))
        : new IndexNode(target, key);

    private Node CompileSlice(Ast.Slice slice, Scope scope)
    {
        var start = slice.Start is null ? new LiteralNode(JqValue.Null) : Compile(slice.Start, scope);
        var end = slice.End is null ? new LiteralNode(JqValue.Null) : Compile(slice.End, scope);
        var target = Compile(slice.Target, scope);
        return start is LiteralNode from && end is LiteralNode to
            ? PipeNode.Of(target, new KeyNode(SliceKeyNode.Key(from.Value, to.Value)))
            : new IndexNode(target, new SliceKeyNode(start, end));
    }

    private Node CompileObject(Ast.Object ast, Scope scope)
    {
        var entries = new (Node Key, Node? Value)[ast.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var (keyAst, valueAst) = ast.Entries[i];
            var key = Compile(keyAst, scope);
            var value = valueAst is not null ? Compile(valueAst, scope) : key is LiteralNode name ? new KeyNode(name.Value) : null;
            entries[i] = (key, value);
        }

        return entries.All(entry => entry is (SingleNode, SingleNode))
            ? new SingleObjectNode([.. entries.Select(entry => ((SingleNode)entry.Key, (SingleNode)entry.Value!))])
            : new ObjectNode(entries);
    }

    private static Node CompileNegate(Node operand) => operand is LiteralNode { Value: JqLiteralNumber number }
        ? new LiteralNode(new JqLiteralNumber("-" + number.Literal.TrimStart('-')))
        : PipeNode.Of(operand, NativeNode.Of((run, input, _) => Arithmetic.Negate(run, input), readsInput: true, []));

    private static Node CompileBinary(string sign, Node left, Node right)
    {
        switch (sign)
        {
            case "and" or "or":
                return left is SingleNode l && right is SingleNode r ? new SingleLogicNode(sign == "or", l, r) : new LogicNode(sign == "or", left, right);
            case "//":
                return new AlternativeNode(left, right);
            case "=":
                return new AssignNode(left, right);
            case "|=":
                return new ModifyNode(left, right);
            case "//=":
                return new OperatorUpdateNode((_, old, value) => old.IsTruthy ? old : value, left, right);
            case "+=" or "-=" or "*=" or "/=" or "%=":
                return new OperatorUpdateNode(Operators.Get(sign[..1]), left, right);
        }

        var apply = Operators.Get(sign);
        return left is SingleNode singleLeft && right is SingleNode singleRight
            ? new SingleBinaryNode(apply, singleLeft, singleRight)
            : new BinaryNode(apply, left, right);
    }

    private Node CompileIf(Ast.If ast, Scope scope)
    {
        Node condition = Compile(ast.Condition, scope), then = Compile(ast.Then, scope);
        var otherwise = ast.Else is null ? IdentityNode.Instance : Compile(ast.Else, scope);
        return condition is SingleNode c && then is SingleNode t && otherwise is SingleNode o
            ? new SingleIfNode(c, t, o)
            : new IfNode(condition, then, otherwise);
    }

    /// <summary>A function that stands alone.</summary>
    public Function CompileFunction(FunctionAst ast) => Define(ast, Scope.Root).Function!;

    private Scope Define(FunctionAst ast, Scope scope)
    {
        var function = new Function { Depth = scope.Depth };
        var inner = scope.WithFunction(ast.Name, ast.Parameters.Count, function);
        var body = ast.Body;
        var bodyScope = inner;
        foreach (var parameter in ast.Parameters)
        {
            bodyScope = bodyScope.WithParameter(parameter.TrimStart('$'));
        }

        // def f($a): body; means def f(a): a as $a | body;
        foreach (var parameter in ast.Parameters.Where(parameter => parameter[0] == '$').Reverse())
        {
            var name = parameter[1..];
            body = new Ast.Bind(ast.Position, new Ast.Call(ast.Position, name, []), [new PatternAst.Variable(name)], body);
        }

        function.Complete(Compile(body, bodyScope));
        return inner;
    }

    private Node CompileCall(Ast.Call call, Scope scope)
    {
        var arguments = call.Arguments.Select(argument => Compile(argument, scope)).ToArray();
        if (scope.FindCallable(call.Name, arguments.Length) is { } found)
        {
            return found.Function is { } function
                ? new CallNode(function, scope.Depth - function.Depth, arguments)
                : new ClosureNode(scope.Depth - found.Depth);
        }

        Refusals.CheckFunction(call.Name, call.Position);
        return BuiltinFunctions.Find(call.Name, arguments)
            ?? (Prelude.Find(call.Name, arguments.Length) is { } defined ? new CallNode(defined, scope.Depth, arguments)
                : throw new SyntaxException(call.Position, $"{call.Name}/{arguments.Length} is not defined."));
    }
}
