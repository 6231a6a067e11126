using System.Text.Json;

namespace AgentBus.Jq;

/// <summary>A variable bound by the program.</summary>
internal sealed class VariableNode(int up) : SingleNode
{
    public override bool ReadsInput => false;

    public override JqValue One(Run run, Env? env, JqValue input) => (JqValue)Env.Up(env, up)!.Binding;
}

/// <summary>A variable given from outside.</summary>
internal sealed class GlobalNode(int index) : SingleNode
{
    public override bool ReadsInput => false;

    public override bool IsDirect => true;

    public override bool TryPick(JsonElement input, ReadOnlySpan<JsonElement> globals, out JsonElement value)
    {
        value = globals[index];
        return true;
    }

    public override JqValue One(Run run, Env? env, JqValue input) => run.Globals[index];
}

/// <summary>Takes the bindings of one match; false to stop.</summary>
internal delegate bool Binder(Env? env);

/// <summary>A destructuring pattern; it adds its bindings to the environment from left to right.</summary>
internal abstract class Pattern
{
    public virtual bool ReadsInput => false;

    public abstract bool Match(Run run, Env? env, JqValue input, JqValue value, Binder body);
}

internal sealed class VariablePattern : Pattern
{
    public static readonly VariablePattern Instance = new();

    public override bool Match(Run run, Env? env, JqValue input, JqValue value, Binder body) => body(new Env(env, value));
}

internal sealed class ArrayPattern(Pattern[] items) : Pattern
{
    public override bool ReadsInput => items.Any(item => item.ReadsInput);

    public override bool Match(Run run, Env? env, JqValue input, JqValue value, Binder body) => MatchFrom(0, run, env, input, value, body);

    private bool MatchFrom(int index, Run run, Env? env, JqValue input, JqValue value, Binder body)
    {
        if (index == items.Length)
        {
            return body(env);
        }

        return Access.Get(run, value, JqValue.Of(index)) is { } item
            && items[index].Match(run, env, input, item, inner => MatchFrom(index + 1, run, inner, input, value, body));
    }
}

/// <summary>An entry binds the member itself (<c>$name</c>), a pattern over it, or both.</summary>
internal sealed record PatternEntry(Node Key, bool BindsMember, Pattern? Value);

internal sealed class ObjectPattern(PatternEntry[] entries) : Pattern
{
    public override bool ReadsInput => entries.Any(entry => entry.Key.ReadsInput || entry.Value is { ReadsInput: true });

    public override bool Match(Run run, Env? env, JqValue input, JqValue value, Binder body) => MatchFrom(0, run, env, input, value, body);

    private bool MatchFrom(int index, Run run, Env? env, JqValue input, JqValue value, Binder body)
    {
        if (index == entries.Length)
        {
            return body(env);
        }

        var entry = entries[index];
        return entry.Key.Each(run, env, new Item(input), key =>
        {
            if (key.Value is not JqString)
            {
                return run.Fail(Access.CannotIndex(value, key.Value));
            }

            if (Access.Get(run, value, key.Value) is not { } member)
            {
                return false;
            }

            var bound = entry.BindsMember ? new Env(env, member) : env;
            return entry.Value is null
                ? MatchFrom(index + 1, run, bound, input, value, body)
                : entry.Value.Match(run, bound, input, member, inner => MatchFrom(index + 1, run, inner, input, value, body));
        });
    }
}

/// <summary>
/// <c>p ?// q ?// ...</c>: the first pattern whose match and body raise no error. Every pattern yields the same bindings: those of all patterns, null where
/// it has none of that name.
/// </summary>
/// <param name="alternatives">Each pattern, and for each of the shared bindings how many bindings up it lies after the match; -1 = absent.</param>
internal sealed class AlternativePattern((Pattern Pattern, int[] Bindings)[] alternatives) : Pattern
{
    public override bool ReadsInput => alternatives.Any(alternative => alternative.Pattern.ReadsInput);

    public override bool Match(Run run, Env? env, JqValue input, JqValue value, Binder body)
    {
        for (var i = 0; ; i++)
        {
            var (pattern, bindings) = alternatives[i];
            if (pattern.Match(run, env, input, value, matched => body(Shared(env, matched, bindings))))
            {
                return true;
            }

            if (i == alternatives.Length - 1 || !run.HasCatchableError)
            {
                return false;
            }

            run.Error = null;
        }
    }

    private static Env? Shared(Env? outer, Env? matched, int[] bindings)
    {
        foreach (var up in bindings)
        {
            outer = new Env(outer, up < 0 ? JqValue.Null : Env.Up(matched, up)!.Binding);
        }

        return outer;
    }
}

/// <summary><c>source as pattern | body</c></summary>
internal sealed class BindNode(Node source, Pattern pattern, Node body) : Node
{
    public override bool ReadsInput => source.ReadsInput || pattern.ReadsInput || body.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        if (source is SingleNode single && pattern is VariablePattern)
        {
            return single.One(run, env, input.Value) is { } value && body.Each(run, new Env(env, value), input, sink);
        }

        return source.Each(run, env, input.WithoutPath, item =>
        {
            // An error of whatever comes after the body must not make "?//" try its next pattern.
            var stopped = false;
            JqValue? late = null;
            var done = pattern.Match(run, env, input.Value, item.Value, inner => stopped || body.Each(run, inner, input, output =>
            {
                if (sink(output))
                {
                    return true;
                }

                stopped = true;
                late = run.Error;
                run.Error = null;
                return false;
            }));
            run.Error ??= late;
            return done && !stopped;
        });
    }
}

/// <summary><c>reduce source as pattern (init; update)</c>, once for each init. An update without output leaves null.</summary>
internal sealed class ReduceNode(Node source, Pattern pattern, Node init, Node update) : Node
{
    public override bool ReadsInput => source.ReadsInput || pattern.ReadsInput || init.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => init.Each(run, env, input, start =>
    {
        var state = start;
        return source.Each(run, env, input.WithoutPath, item => pattern.Match(run, env, input.Value, item.Value, inner =>
        {
            var before = state;
            state = before.Path is null ? new Item(JqValue.Null) : new Item(JqValue.Null, JqPath.Invalid);
            return run.Step() && update.Each(run, inner, before, next =>
            {
                state = next;
                return true;
            });
        })) && sink(state);
    });
}

/// <summary><c>foreach source as pattern (init; update; extract)</c></summary>
internal sealed class ForeachNode(Node source, Pattern pattern, Node init, Node update, Node extract) : Node
{
    public override bool ReadsInput => source.ReadsInput || pattern.ReadsInput || init.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => init.Each(run, env, input, start =>
    {
        var state = start;
        return source.Each(run, env, input.WithoutPath, item => pattern.Match(run, env, input.Value, item.Value, inner =>
            run.Step() && update.Each(run, inner, state, next =>
            {
                state = next;
                return extract.Each(run, inner, next, sink);
            })));
    });
}
