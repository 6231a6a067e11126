namespace AgentBus.Jq;

/// <summary>The paths a node's outputs have in its input.</summary>
internal static class Paths
{
    public static bool Each(Run run, Node node, Env? env, JqValue root, Func<JqArray, bool> take) =>
        node.Each(run, env, new Item(root, JqPath.Root), item => !run.Step(4) ? false : ReferenceEquals(item.Path, JqPath.Invalid)
            ? run.Fail($"Invalid path expression with result {Describe.Text(item.Value)}")
            : take(item.Path!.ToArray()));
}

/// <summary><c>path(f)</c></summary>
internal sealed class PathNode(Node paths) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        Paths.Each(run, paths, env, input.Value, path => run.Charge(8L * path.Count + 32) && sink(input.Computed(path)));
}

/// <summary><c>paths = value</c>, once for each value.</summary>
internal sealed class AssignNode(Node paths, Node value) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink) => value.Each(run, env, input.WithoutPath, v =>
    {
        JqValue? result = input.Value;
        return Paths.Each(run, paths, env, input.Value, path =>
            (result = PathEditing.Set(run, result!, path.Items, v.Value)) is not null) && sink(input.Computed(result!));
    });
}

/// <summary>The new value of a part; null with no error set = the part is deleted.</summary>
internal delegate JqValue? PartUpdate(JqValue part);

/// <summary><c>paths |= f</c>: the first output of f replaces each part; a part for which f has none is deleted.</summary>
internal sealed class ModifyNode(Node paths, Node update) : SingleNode
{
    public override JqValue? One(Run run, Env? env, JqValue input) => Modify(run, paths, env, input, part => FirstNode.First(run, update, env, part));

    public static JqValue? Modify(Run run, Node paths, Env? env, JqValue input, PartUpdate update)
    {
        if (paths is IterateNode)
        {
            return ModifyEach(run, input, update);
        }

        var result = input;
        var deleted = new List<JqValue>();
        var done = Paths.Each(run, paths, env, input, path =>
        {
            if (PathEditing.Get(run, result, path.Items) is not { } part)
            {
                return false;
            }

            if (update(part) is not { } value)
            {
                deleted.Add(path);
                return run.Error is null && run.Break is null;
            }

            return PathEditing.Set(run, result, path.Items, value) is { } next && (result = next) is not null;
        });
        return !done ? null : deleted.Count == 0 ? result : PathDeletion.Delete(run, result, new JqArray(deleted));
    }

    /// <summary><c>.[] |= f</c> without a path for each part.</summary>
    private static JqValue? ModifyEach(Run run, JqValue input, PartUpdate update)
    {
        if (input is JqArray array)
        {
            var items = new List<JqValue>(array.Count);
            for (var i = 0; i < array.Count; i++)
            {
                if (!run.Step() || !run.Charge(16) || !TryUpdate(run, array.Items[i], update, out var value))
                {
                    return null;
                }

                if (value is not null)
                {
                    items.Add(value);
                }
            }

            return new JqArray(items);
        }

        if (input is not JqObject o)
        {
            return run.Raise(Access.CannotIterate(input));
        }

        var members = JqObject.NewMembers(o.Count);
        foreach (var (key, member) in o.Members)
        {
            if (!run.Step() || !run.Charge(Arithmetic.MemberBytes) || !TryUpdate(run, member, update, out var value))
            {
                return null;
            }

            if (value is not null)
            {
                members.Add(key, value);
            }
        }

        return new JqObject(members);
    }

    private static bool TryUpdate(Run run, JqValue part, PartUpdate update, out JqValue? value)
    {
        value = update(part);
        return value is not null || (run.Error is null && run.Break is null);
    }
}

/// <summary><c>paths += value</c> and its like, once for each value.</summary>
internal sealed class OperatorUpdateNode(BinaryOperator apply, Node paths, Node value) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink) => value.Each(run, env, input.WithoutPath, v =>
        ModifyNode.Modify(run, paths, env, input.Value, part => apply(run, part, v.Value)) is { } result && sink(input.Computed(result)));
}
