namespace AgentBus.Jq;

/// <summary>Control, generators and tests of kind.</summary>
internal static class CoreFunctions
{
    private static readonly LiteralNode Zero = new(JqValue.Of(0));
    private static readonly LiteralNode One = new(JqValue.Of(1));

    public static void Register(BuiltinTable table)
    {
        table.Form("empty", 0, _ => EmptyNode.Instance);
        table.Form("error", 0, _ => ErrorNode.Instance);
        table.Form("error", 1, args => PipeNode.Of(args[0], ErrorNode.Instance));
        table.Add("not", (_, input) => JqValue.Of(!input.IsTruthy));
        table.Add("type", (_, input) => JqValue.Of(input.KindName));
        table.Form("select", 1, args => new IfNode(args[0], IdentityNode.Instance, EmptyNode.Instance));
        table.Form("map", 1, args => new CollectNode(PipeNode.Of(IterateNode.Instance, args[0])));
        table.Form("map_values", 1, args => new ModifyNode(IterateNode.Instance, args[0]));
        table.Form("recurse", 0, _ => new RecurseNode(ChildrenNode.Instance));
        table.Form("recurse", 1, args => new RecurseNode(args[0]));
        table.Form("recurse", 2, args => new RecurseNode(PipeNode.Of(args[0], Select(args[1]))));
        table.Form("range", 1, args => new RangeNode(Zero, args[0], One));
        table.Form("range", 2, args => new RangeNode(args[0], args[1], One));
        table.Form("range", 3, args => new RangeNode(args[0], args[1], args[2]));
        table.Form("repeat", 1, args => new RepeatNode(args[0]));
        table.Form("until", 2, args => args is [SingleNode condition, SingleNode update] ? new LoopNode(emits: false, condition, update) : null);
        table.Form("while", 2, args => args is [SingleNode condition, SingleNode update] ? new LoopNode(emits: true, condition, update) : null);
        table.Form("isempty", 1, args => new IsEmptyNode(args[0]));
        table.Pure("builtins", 0, (_, _, _) => Prelude.Builtins());
        table.Pure("now", 0, (run, _, _) => run.Context.Now is { } now ? JqValue.Of(now.ToUnixTimeMilliseconds() / 1000.0)
            : run.Raise("now is not known here."));
        table.Pure("have_literal_numbers", 0, (_, _, _) => JqValue.True);
        table.Pure("have_decnum", 0, (_, _, _) => JqValue.True);
        RegisterPicks(table);
        RegisterQuantifiers(table);
        RegisterKinds(table);
    }

    private static void RegisterPicks(BuiltinTable table)
    {
        table.Form("first", 0, _ => new KeyNode(JqValue.Of(0)));
        table.Form("last", 0, _ => new KeyNode(JqValue.Of(-1)));
        table.Form("nth", 1, args => new IndexNode(IdentityNode.Instance, args[0]));
        table.Form("first", 1, args => new FirstNode(args[0]));
        table.Form("last", 1, args => new LastNode(args[0]));
        table.Form("limit", 2, args => new LimitNode(skips: false, args[0], args[1]));
        table.Form("skip", 2, args => new LimitNode(skips: true, args[0], args[1]));
    }

    private static void RegisterQuantifiers(BuiltinTable table)
    {
        foreach (var (name, decisive) in new[] { ("any", true), ("all", false) })
        {
            table.Form(name, 0, _ => new QuantifierNode(decisive, IterateNode.Instance, IdentityNode.Instance));
            table.Form(name, 1, args => new QuantifierNode(decisive, IterateNode.Instance, args[0]));
            table.Form(name, 2, args => new QuantifierNode(decisive, args[0], args[1]));
        }
    }

    private static void RegisterKinds(BuiltinTable table)
    {
        Kind(table, "nulls", value => value.Kind == JqKind.Null);
        Kind(table, "values", value => value.Kind != JqKind.Null);
        Kind(table, "booleans", value => value.Kind is JqKind.True or JqKind.False);
        Kind(table, "numbers", value => value.Kind == JqKind.Number);
        Kind(table, "strings", value => value.Kind == JqKind.String);
        Kind(table, "arrays", value => value.Kind == JqKind.Array);
        Kind(table, "objects", value => value.Kind == JqKind.Object);
        Kind(table, "iterables", value => value.Kind >= JqKind.Array);
        Kind(table, "scalars", value => value.Kind < JqKind.Array);
    }

    private static void Kind(BuiltinTable table, string name, Func<JqValue, bool> test) => table.Form(name, 0, _ =>
        Select(NativeNode.Of((_, input, _) => JqValue.Of(test(input)), readsInput: true, [])));

    private static IfNode Select(Node condition) => new(condition, IdentityNode.Instance, EmptyNode.Instance);
}
