using System.Text.Json;

namespace AgentBus.Jq;

/// <summary><c>a | b</c></summary>
internal sealed class PipeNode(Node left, Node right) : Node
{
    public override bool ReadsInput => left.ReadsInput;

    public static Node Of(Node left, Node right) => (left, right) switch
    {
        (IdentityNode, _) => right,
        (_, IdentityNode) => left,
        (SingleNode l, SingleNode r) => new SinglePipeNode(l, r),
        _ => new PipeNode(left, right),
    };

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        if (left is SingleNode single && input.Path is null)
        {
            return single.One(run, env, input.Value) is { } value && right.Each(run, env, new Item(value), sink);
        }

        return left.Each(run, env, input, item => right.Each(run, env, item, sink));
    }
}

/// <summary><see cref="PipeNode"/> over nodes of one output each.</summary>
internal sealed class SinglePipeNode(SingleNode left, SingleNode right) : SingleNode
{
    public override bool ReadsInput => left.ReadsInput;

    public override bool IsDirect => left.IsDirect && right.IsDirect;

    public override bool TryPick(JsonElement input, ReadOnlySpan<JsonElement> globals, out JsonElement value) =>
        left.TryPick(input, globals, out value) && right.TryPick(value, globals, out value);

    public override JqValue? One(Run run, Env? env, JqValue input) =>
        left.One(run, env, input) is { } value ? right.One(run, env, value) : null;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => input.Path is null
        ? base.Each(run, env, input, sink)
        : left.Each(run, env, input, item => right.Each(run, env, item, sink));
}

/// <summary><c>a, b, ...</c></summary>
internal sealed class CommaNode(Node[] parts) : Node
{
    public override bool ReadsInput => parts.Any(part => part.ReadsInput);

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        foreach (var part in parts)
        {
            if (!run.Step() || !part.Each(run, env, input, sink))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class EmptyNode : Node
{
    public static readonly EmptyNode Instance = new();

    public override bool ReadsInput => false;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => true;
}

/// <summary><c>if c then a else b end</c>, once for each output of c.</summary>
internal sealed class IfNode(Node condition, Node then, Node otherwise) : Node
{
    public override bool ReadsInput => condition.ReadsInput || then.ReadsInput || otherwise.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        if (condition is SingleNode single)
        {
            return single.One(run, env, input.Value) is { } value && (value.IsTruthy ? then : otherwise).Each(run, env, input, sink);
        }

        return condition.Each(run, env, input.WithoutPath, c => (c.Value.IsTruthy ? then : otherwise).Each(run, env, input, sink));
    }
}

/// <summary><see cref="IfNode"/> over nodes of one output each.</summary>
internal sealed class SingleIfNode(SingleNode condition, SingleNode then, SingleNode otherwise) : SingleNode
{
    private readonly IfNode _each = new(condition, then, otherwise);

    public override bool ReadsInput => _each.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input) =>
        condition.One(run, env, input) is { } value ? (value.IsTruthy ? then : otherwise).One(run, env, input) : null;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => _each.Each(run, env, input, sink);
}

/// <summary><c>try a catch b</c>. Catches errors of a, not those of whatever comes after.</summary>
internal sealed class TryNode(Node body, Node? handler) : Node
{
    public override bool ReadsInput => body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        var stopped = false;
        if (body.Each(run, env, input, item => sink(item) || !(stopped = true)))
        {
            return true;
        }

        if (stopped || !run.HasCatchableError)
        {
            return false;
        }

        var error = run.Error!;
        run.Error = null;
        return handler is null || handler.Each(run, env, input.Computed(error), sink);
    }
}

/// <summary><c>error</c>: raises its input.</summary>
internal sealed class ErrorNode : Node
{
    public static readonly ErrorNode Instance = new();

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        run.Error = input.Value;
        return false;
    }
}

/// <summary><c>label $name | body</c>: its binding is the mark a <c>break</c> carries up.</summary>
internal sealed class LabelNode(Node body) : Node
{
    public override bool ReadsInput => body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        var mark = new object();
        if (body.Each(run, new Env(env, mark), input, sink))
        {
            return true;
        }

        if (!ReferenceEquals(run.Break, mark))
        {
            return false;
        }

        run.Break = null;
        return true;
    }
}

internal sealed class BreakNode(int up) : Node
{
    public override bool ReadsInput => false;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        run.Break = Env.Up(env, up)!.Binding;
        return false;
    }
}
