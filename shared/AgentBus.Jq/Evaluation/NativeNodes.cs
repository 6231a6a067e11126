namespace AgentBus.Jq;

/// <summary>A builtin as a function of its input and its arguments' values; null with the error set in the run.</summary>
internal delegate JqValue? Native(Run run, JqValue input, JqValue[] arguments);

/// <summary>A builtin over arguments of one output each.</summary>
internal sealed class SingleNativeNode(Native apply, bool readsInput, SingleNode[] arguments) : SingleNode
{
    public override bool ReadsInput => readsInput || arguments.Any(argument => argument.ReadsInput);

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        if (!Charge(run, input))
        {
            return null;
        }

        if (arguments.Length == 0)
        {
            return apply(run, input, []);
        }

        var values = new JqValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (arguments[i].One(run, env, input) is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return apply(run, input, values);
    }

    /// <summary>A call costs about two steps of other work, and most functions read a string through.</summary>
    public static bool Charge(Run run, JqValue input) => run.Step(2) && (input is not JqString text || run.StepText(text.KnownLength));
}

/// <summary>A builtin over generators: the last argument varies slowest.</summary>
internal sealed class NativeNode(Native apply, bool readsInput, Node[] arguments) : Node
{
    public override bool ReadsInput => readsInput || arguments.Any(argument => argument.ReadsInput);

    public static Node Of(Native apply, bool readsInput, Node[] arguments) => arguments.All(argument => argument is SingleNode)
        ? new SingleNativeNode(apply, readsInput, [.. arguments.Cast<SingleNode>()])
        : new NativeNode(apply, readsInput, arguments);

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        Fill(run, env, input, arguments.Length - 1, new JqValue[arguments.Length], sink);

    private bool Fill(Run run, Env? env, Item input, int index, JqValue[] values, Sink sink)
    {
        if (index < 0)
        {
            return SingleNativeNode.Charge(run, input.Value) && apply(run, input.Value, [.. values]) is { } result && sink(input.Computed(result));
        }

        return arguments[index].Each(run, env, input.WithoutPath, item =>
        {
            values[index] = item.Value;
            return Fill(run, env, input, index - 1, values, sink);
        });
    }
}
