namespace AgentBus.Jq;

/// <summary>A function of two values; null with the error set in the run.</summary>
internal delegate JqValue? BinaryOperator(Run run, JqValue left, JqValue right);

/// <summary>An operator over two operands of one output each.</summary>
internal sealed class SingleBinaryNode(BinaryOperator apply, SingleNode left, SingleNode right) : SingleNode
{
    public override bool ReadsInput => left.ReadsInput || right.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input) =>
        right.One(run, env, input) is { } r && left.One(run, env, input) is { } l ? apply(run, l, r) : null;
}

/// <summary>An operator over generators: the right operand varies slowest.</summary>
internal sealed class BinaryNode(BinaryOperator apply, Node left, Node right) : Node
{
    public override bool ReadsInput => left.ReadsInput || right.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        right.Each(run, env, input.WithoutPath, r => left.Each(run, env, input.WithoutPath, l =>
            apply(run, l.Value, r.Value) is { } value && sink(input.Computed(value))));
}

/// <summary><c>and</c>, <c>or</c>: the left operand varies slowest and may decide alone.</summary>
internal sealed class LogicNode(bool decisive, Node left, Node right) : Node
{
    public override bool ReadsInput => left.ReadsInput || right.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => left.Each(run, env, input.WithoutPath, l =>
        l.Value.IsTruthy == decisive
            ? sink(input.Computed(JqValue.Of(decisive)))
            : right.Each(run, env, input.WithoutPath, r => sink(input.Computed(JqValue.Of(r.Value.IsTruthy)))));
}

/// <summary><see cref="LogicNode"/> over operands of one output each.</summary>
internal sealed class SingleLogicNode(bool decisive, SingleNode left, SingleNode right) : SingleNode
{
    public override bool ReadsInput => left.ReadsInput || right.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        if (left.One(run, env, input) is not { } l)
        {
            return null;
        }

        return l.IsTruthy == decisive ? JqValue.Of(decisive)
            : right.One(run, env, input) is { } r ? JqValue.Of(r.IsTruthy) : null;
    }
}

/// <summary><c>a // b</c>: the outputs of a that are neither false nor null, else those of b. Errors of a count as no output.</summary>
internal sealed class AlternativeNode(Node left, Node right) : Node
{
    public override bool ReadsInput => left.ReadsInput || right.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        bool any = false, stopped = false;
        var done = left.Each(run, env, input, item =>
        {
            if (!item.Value.IsTruthy)
            {
                return true;
            }

            any = true;
            return sink(item) || !(stopped = true);
        });
        if (!done)
        {
            if (stopped || !run.HasCatchableError)
            {
                return false;
            }

            run.Error = null;
        }

        return any || right.Each(run, env, input, sink);
    }
}

/// <summary>Binary operators by their sign.</summary>
internal static class Operators
{
    public static BinaryOperator Get(string sign) => sign switch
    {
        "+" => Arithmetic.Add,
        "-" => Arithmetic.Subtract,
        "*" => Arithmetic.Multiply,
        "/" => Arithmetic.Divide,
        "%" => Arithmetic.Modulo,
        "==" => (run, l, r) => Checked(run, Ordering.AreEqual(run, l, r)),
        "!=" => (run, l, r) => Checked(run, !Ordering.AreEqual(run, l, r)),
        "<" => (run, l, r) => Checked(run, Ordering.Compare(run, l, r) < 0),
        "<=" => (run, l, r) => Checked(run, Ordering.Compare(run, l, r) <= 0),
        ">" => (run, l, r) => Checked(run, Ordering.Compare(run, l, r) > 0),
        _ => (run, l, r) => Checked(run, Ordering.Compare(run, l, r) >= 0),
    };

    private static JqValue? Checked(Run run, bool value) => run.Error is null ? JqValue.Of(value) : null;
}
