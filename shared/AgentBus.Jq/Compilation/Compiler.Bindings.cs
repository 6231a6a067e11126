namespace AgentBus.Jq;

/// <content>Forms that bind variables by patterns.</content>
internal sealed partial class Compiler
{
    private Node CompileBinding(Ast ast, Scope scope)
    {
        switch (ast)
        {
            case Ast.Bind bind:
                var pattern = CompilePatterns(bind.Patterns, scope, out var inner);
                return new BindNode(Compile(bind.Source, scope), pattern, Compile(bind.Body, inner));
            case Ast.Reduce reduce:
                pattern = CompilePatterns(reduce.Patterns, scope, out inner);
                return new ReduceNode(Compile(reduce.Source, scope), pattern, Compile(reduce.Init, scope), Compile(reduce.Update, inner));
            default:
                var fold = (Ast.Foreach)ast;
                pattern = CompilePatterns(fold.Patterns, scope, out inner);
                var extract = fold.Extract is null ? IdentityNode.Instance : Compile(fold.Extract, inner);
                return new ForeachNode(Compile(fold.Source, scope), pattern, Compile(fold.Init, scope), Compile(fold.Update, inner), extract);
        }
    }

    private Pattern CompilePatterns(IReadOnlyList<PatternAst> patterns, Scope scope, out Scope inner)
    {
        if (patterns.Count == 1)
        {
            var names = new List<string>();
            inner = scope;
            return CompilePattern(patterns[0], ref inner, names);
        }

        var compiled = new List<(Pattern Pattern, List<string> Names)>();
        foreach (var pattern in patterns)
        {
            var own = scope;
            var names = new List<string>();
            compiled.Add((CompilePattern(pattern, ref own, names), names));
        }

        var shared = compiled.SelectMany(each => each.Names).Distinct(StringComparer.Ordinal).ToList();
        inner = shared.Aggregate(scope, (current, name) => current.WithVariable(name));
        return new AlternativePattern([.. compiled.Select(each => (each.Pattern, shared.Select(name => BindingsUp(each.Names, name)).ToArray()))]);
    }

    private static int BindingsUp(List<string> names, string name)
    {
        var index = names.LastIndexOf(name);
        return index < 0 ? -1 : names.Count - 1 - index;
    }

    private Pattern CompilePattern(PatternAst ast, ref Scope scope, List<string> names)
    {
        switch (ast)
        {
            case PatternAst.Variable variable:
                scope = scope.WithVariable(variable.Name);
                names.Add(variable.Name);
                return VariablePattern.Instance;
            case PatternAst.Array array:
                var items = new List<Pattern>();
                foreach (var item in array.Items)
                {
                    items.Add(CompilePattern(item, ref scope, names));
                }

                return new ArrayPattern([.. items]);
            default:
                return CompileObjectPattern((PatternAst.Object)ast, ref scope, names);
        }
    }

    private ObjectPattern CompileObjectPattern(PatternAst.Object ast, ref Scope scope, List<string> names)
    {
        var entries = new List<PatternEntry>();
        foreach (var (keyAst, variable, value) in ast.Entries)
        {
            var key = Compile(keyAst, scope);
            if (variable is not null)
            {
                scope = scope.WithVariable(variable);
                names.Add(variable);
            }

            entries.Add(new PatternEntry(key, variable is not null, value is null ? null : CompilePattern(value, ref scope, names)));
        }

        return new ObjectPattern([.. entries]);
    }
}
