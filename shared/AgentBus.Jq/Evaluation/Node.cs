using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>A compiled part of a program: a function from one input to any number of outputs.</summary>
internal abstract class Node
{
    /// <summary>Whether the outputs can depend on the input.</summary>
    public virtual bool ReadsInput => true;

    /// <summary>
    /// Hands each output to <paramref name="sink"/> until it answers false. Answers false when the sink did, or with the error or break set
    /// in <paramref name="run"/>.
    /// </summary>
    public abstract bool Each(Run run, Env? env, Item input, Sink sink);
}

/// <summary>A node with exactly one output, or an error: the path without callbacks.</summary>
internal abstract class SingleNode : Node
{
    /// <summary>The output; null with the error set in <paramref name="run"/>.</summary>
    public abstract JqValue? One(Run run, Env? env, JqValue input);

    /// <summary>Whether the node may pick its output straight out of the input or a variable from outside: <c>.a.b</c>, <c>$x.a</c>.</summary>
    public virtual bool IsDirect => false;

    /// <summary>The output where it is a part of the input or of a variable; false = evaluate the node instead.</summary>
    public virtual bool TryPick(JsonElement input, ReadOnlySpan<JsonElement> globals, out JsonElement value)
    {
        value = default;
        return false;
    }

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        One(run, env, input.Value) is { } value && sink(input.Computed(value));
}
