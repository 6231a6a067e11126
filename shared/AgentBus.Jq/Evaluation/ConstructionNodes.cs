using System.Text;

namespace AgentBus.Jq;

/// <summary><c>[a]</c>: all outputs of a as one array.</summary>
internal sealed class CollectNode(Node body) : SingleNode
{
    public override bool ReadsInput => body.ReadsInput;

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        // What a collection costs at least, in steps and bytes, by measurement.
        if (!run.Step(4) || !run.Charge(96))
        {
            return null;
        }

        var items = new List<JqValue>();
        var done = body.Each(run, env, new Item(input), item =>
        {
            items.Add(item.Value);
            return run.Charge(32);
        });
        return done ? new JqArray(items) : null;
    }
}

/// <summary><c>{k: v, ...}</c> over nodes of one output each.</summary>
internal sealed class SingleObjectNode((SingleNode Key, SingleNode Value)[] entries) : SingleNode
{
    public override bool ReadsInput => entries.Any(entry => entry.Key.ReadsInput || entry.Value.ReadsInput);

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        if (!run.Step(4) || !run.Charge(96 + Arithmetic.MemberBytes * entries.Length))
        {
            return null;
        }

        var members = JqObject.NewMembers(entries.Length);
        foreach (var (keyNode, valueNode) in entries)
        {
            if (keyNode.One(run, env, input) is not { } key || valueNode.One(run, env, input) is not { } value)
            {
                return null;
            }

            if (key is not JqString name)
            {
                return run.Raise(ObjectNode.BadKey(key));
            }

            if (!run.StepText(name.Text.Length))
            {
                return null;
            }

            members[name.Text] = value;
        }

        return new JqObject(members);
    }
}

/// <summary><c>{k: v, ...}</c> over generators: one object for each combination, the first entry varies slowest. No value = the input's member of that name.</summary>
internal sealed class ObjectNode((Node Key, Node? Value)[] entries) : Node
{
    public override bool ReadsInput => entries.Any(entry => entry.Value is null || entry.Key.ReadsInput || entry.Value.ReadsInput);

    public static string BadKey(JqValue key) => $"Object keys must be strings, not {Describe.Value(key)}";

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        Build(run, env, input, 0, JqObject.Empty, o => sink(input.Computed(o.Value)));

    private bool Build(Run run, Env? env, Item input, int index, JqObject made, Sink sink)
    {
        if (index == entries.Length)
        {
            return sink(new Item(made));
        }

        var (keyNode, valueNode) = entries[index];
        return keyNode.Each(run, env, input.WithoutPath, key =>
        {
            if (key.Value is not JqString name)
            {
                return run.Fail(BadKey(key.Value));
            }

            if (valueNode is null)
            {
                return Access.Get(run, input.Value, name) is { } member && Add(member);
            }

            return valueNode.Each(run, env, input.WithoutPath, value => Add(value.Value));

            bool Add(JqValue value) => run.Step(4) && run.StepText(name.Text.Length) && run.Charge(Arithmetic.MemberBytes * (made.Count + 1))
                && Build(run, env, input, index + 1, made.With(run, name.Text, value), sink);
        });
    }
}

/// <summary>A string with interpolations: the last one varies slowest.</summary>
internal sealed class InterpolationNode(string[] texts, Node[] values) : Node
{
    public override bool ReadsInput => values.Any(value => value.ReadsInput);

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        Fill(run, env, input, values.Length - 1, new string[values.Length], sink);

    private bool Fill(Run run, Env? env, Item input, int index, string[] parts, Sink sink)
    {
        if (index < 0)
        {
            return Join(run, parts) is { } joined && sink(input.Computed(joined));
        }

        return values[index].Each(run, env, input.WithoutPath, item =>
        {
            parts[index] = ((JqString)item.Value).Text;
            return Fill(run, env, input, index - 1, parts, sink);
        });
    }

    private JqValue? Join(Run run, string[] parts)
    {
        var text = new StringBuilder(texts[0]);
        for (var i = 0; i < parts.Length; i++)
        {
            text.Append(parts[i]).Append(texts[i + 1]);
        }

        return run.Step(2 + parts.Length) && run.Charge(3L * text.Length + 64) ? JqValue.Of(text.ToString()) : null;
    }
}
