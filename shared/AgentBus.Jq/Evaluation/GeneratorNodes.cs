namespace AgentBus.Jq;

/// <summary><c>first(f)</c></summary>
internal sealed class FirstNode(Node body) : Node
{
    public override bool ReadsInput => body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        Item? first = null;
        var done = body.Each(run, env, input, item =>
        {
            first = item;
            return false;
        });
        return first is { } found ? sink(found) : done;
    }

    /// <summary>The first output; null without error when there is none.</summary>
    public static JqValue? First(Run run, Node node, Env? env, JqValue input)
    {
        if (node is SingleNode single)
        {
            return single.One(run, env, input);
        }

        JqValue? first = null;
        node.Each(run, env, new Item(input), item =>
        {
            first = item.Value;
            return false;
        });
        return first;
    }
}

/// <summary><c>last(f)</c>: no output when f has none.</summary>
internal sealed class LastNode(Node body) : Node
{
    public override bool ReadsInput => body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        Item? last = null;
        return body.Each(run, env, input, item =>
        {
            last = item;
            return true;
        }) && (last is not { } found || sink(found));
    }
}

/// <summary><c>limit(n; f)</c> and, with <paramref name="skips"/>, <c>skip(n; f)</c>.</summary>
internal sealed class LimitNode(bool skips, Node count, Node body) : Node
{
    public override bool ReadsInput => count.ReadsInput || body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => count.Each(run, env, input.WithoutPath, n =>
    {
        if (n.Value is not JqNumber { Value: >= 0 } number)
        {
            return run.Fail($"{(skips ? "skip" : "limit")} doesn't support negative count");
        }

        return skips ? Skip(run, env, input, number.Value, sink) : number.Value == 0 || Take(run, env, input, number.Value, sink);
    });

    private bool Skip(Run run, Env? env, Item input, double left, Sink sink) =>
        body.Each(run, env, input, item => left-- >= 1 || sink(item));

    private bool Take(Run run, Env? env, Item input, double left, Sink sink)
    {
        var full = false;
        var done = body.Each(run, env, input, item =>
        {
            full = --left < 1;
            return sink(item) ? !full : (full = false);
        });
        return done || full;
    }
}

/// <summary><c>range(from; upto; by)</c>: the first argument varies slowest.</summary>
internal sealed class RangeNode(Node from, Node upto, Node by) : Node
{
    public override bool ReadsInput => from.ReadsInput || upto.ReadsInput || by.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        from.Each(run, env, input.WithoutPath, f => upto.Each(run, env, input.WithoutPath, u => by.Each(run, env, input.WithoutPath, b =>
            f.Value is JqNumber start && u.Value is JqNumber end && b.Value is JqNumber step
                ? Count(run, start.Value, end.Value, step.Value, input, sink)
                : run.Fail("Range bounds must be numeric"))));

    private static bool Count(Run run, double start, double end, double step, Item input, Sink sink)
    {
        for (var i = start; step > 0 ? i < end : step < 0 && i > end; i += step)
        {
            if (!run.Step() || !sink(input.Computed(JqValue.Of(i))))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary><c>recurse(f)</c>: the input, then the same for each output of f.</summary>
internal sealed class RecurseNode(Node step) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        if (!run.Enter())
        {
            return false;
        }

        var done = sink(input) && (Run.HasStack ? Children(run, env, input, sink) : Deep(run, env, input, sink));
        run.Leave();
        return done;
    }

    private bool Children(Run run, Env? env, Item input, Sink sink) => step.Each(run, env, input, child => Each(run, env, child, sink));

    private bool Deep(Run run, Env? env, Item input, Sink sink) => Run.OnDeepStack(() => Children(run, env, input, sink));
}

/// <summary><c>.[]?</c> without raising: what <c>..</c> steps with.</summary>
internal sealed class ChildrenNode : Node
{
    public static readonly ChildrenNode Instance = new();

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        input.Value is not (JqArray or JqObject) || IterateNode.Instance.Each(run, env, input, sink);
}

/// <summary><c>repeat(f)</c>: the outputs of f, again and again.</summary>
internal sealed class RepeatNode(Node body) : Node
{
    public override bool ReadsInput => body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        while (run.Step())
        {
            if (!body.Each(run, env, input, sink))
            {
                return false;
            }
        }

        return false;
    }
}

/// <summary><c>until(c; f)</c> and, with <paramref name="emits"/>, <c>while(c; f)</c> over nodes of one output: a loop instead of a recursion.</summary>
internal sealed class LoopNode(bool emits, SingleNode condition, SingleNode update) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        for (var item = input; run.Step();)
        {
            if (condition.One(run, env, item.Value) is not { } met)
            {
                return false;
            }

            if (met.IsTruthy != emits)
            {
                return emits || sink(item);
            }

            var next = item;
            if ((emits && !sink(item)) || !update.Each(run, env, item, output => (next = output).Value is not null))
            {
                return false;
            }

            item = next;
        }

        return false;
    }
}

/// <summary><c>any(g; c)</c>, <c>all(g; c)</c>: ends at the first output that decides.</summary>
internal sealed class QuantifierNode(bool decisive, Node generator, Node condition) : SingleNode
{
    public override bool ReadsInput => generator.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        var decided = false;
        var done = generator.Each(run, env, new Item(input), item => condition.Each(run, env, item, c =>
            !(decided = c.Value.IsTruthy == decisive)));
        return decided ? JqValue.Of(decisive) : done ? JqValue.Of(!decisive) : null;
    }
}

/// <summary><c>isempty(g)</c></summary>
internal sealed class IsEmptyNode(Node body) : SingleNode
{
    public override bool ReadsInput => body.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        var found = false;
        var done = body.Each(run, env, new Item(input), _ => !(found = true));
        return found ? JqValue.False : done ? JqValue.True : null;
    }
}

/// <summary><c>add(f)</c></summary>
internal sealed class AddNode(Node body) : SingleNode
{
    public override bool ReadsInput => body.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        JqValue? sum = JqValue.Null;
        System.Text.StringBuilder? text = null;
        var done = body.Each(run, env, new Item(input), item =>
        {
            // A run of strings is gathered, because joining them one by one is quadratic.
            if (item.Value is JqString next && (text is not null || sum is JqString))
            {
                text ??= new System.Text.StringBuilder(((JqString)sum!).Text);
                text.Append(next.Text);
                return run.Charge(2L * next.Text.Length + 2);
            }

            Flush();
            return (sum = Arithmetic.Add(run, sum!, item.Value)) is not null;
        });
        Flush();
        return done ? sum : null;

        void Flush()
        {
            sum = text is null ? sum : JqValue.Of(text.ToString());
            text = null;
        }
    }
}
