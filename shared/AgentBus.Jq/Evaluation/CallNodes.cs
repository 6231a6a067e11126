namespace AgentBus.Jq;

/// <summary>A function of the program or of the prelude.</summary>
internal sealed class Function
{
    /// <summary>Set once the body is compiled; a recursive call refers to the function before that.</summary>
    public Node Body { get; private set; } = EmptyNode.Instance;

    /// <summary>Bindings around the definition.</summary>
    public required int Depth { get; init; }

    /// <summary>False while the body is compiled, so that recursion settles on the least answer.</summary>
    public bool ReadsInput { get; private set; }

    public void Complete(Node body)
    {
        Body = body;
        ReadsInput = body.ReadsInput;
    }
}

/// <summary>A call: binds the arguments as closures around the function's own environment.</summary>
/// <param name="function">The function.</param>
/// <param name="up">How many bindings up its definition lies.</param>
/// <param name="arguments">Its arguments, compiled where the call is written.</param>
internal sealed class CallNode(Function function, int up, Node[] arguments) : Node
{
    public override bool ReadsInput => function.ReadsInput || arguments.Any(argument => argument.ReadsInput);

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        var frame = Env.Up(env, up);
        foreach (var argument in arguments)
        {
            frame = new Env(frame, argument is ClosureNode closure ? closure.Resolve(env) : new Closure(argument, env));
        }

        return Guarded.Each(run, function.Body, frame, input, sink);
    }
}

/// <summary>The use of a parameter: evaluates the argument under the bindings of its call.</summary>
internal sealed class ClosureNode(int up) : Node
{
    /// <summary>Whether the argument reads its input is asked of the argument, where the call is.</summary>
    public override bool ReadsInput => false;

    public Closure Resolve(Env? env) => (Closure)Env.Up(env, up)!.Binding;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        var closure = Resolve(env);
        return Guarded.Each(run, closure.Body, closure.Env, input, sink);
    }
}

/// <summary>Evaluation that counts depth and moves to a deep stack when this one runs out.</summary>
internal static class Guarded
{
    public static bool Each(Run run, Node node, Env? env, Item input, Sink sink)
    {
        if (!run.Enter())
        {
            return false;
        }

        var done = Run.HasStack ? node.Each(run, env, input, sink) : Deep(run, node, env, input, sink);
        run.Leave();
        return done;
    }

    private static bool Deep(Run run, Node node, Env? env, Item input, Sink sink) => Run.OnDeepStack(() => node.Each(run, env, input, sink));
}
