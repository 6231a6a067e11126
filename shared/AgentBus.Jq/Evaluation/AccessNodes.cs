using System.Text.Json;

namespace AgentBus.Jq;

/// <summary><c>.</c></summary>
internal sealed class IdentityNode : SingleNode
{
    public static readonly IdentityNode Instance = new();

    public override bool IsDirect => true;

    public override bool TryPick(JsonElement input, ReadOnlySpan<JsonElement> globals, out JsonElement value)
    {
        value = input;
        return true;
    }

    public override JqValue One(Run run, Env? env, JqValue input) => input;

    public override bool Each(Run run, Env? env, Item input, Sink sink) => sink(input);
}

internal sealed class LiteralNode(JqValue value) : SingleNode
{
    public JqValue Value => value;

    public override bool ReadsInput => false;

    public override JqValue One(Run run, Env? env, JqValue input) => value;
}

/// <summary><c>.[key]</c> with a key known at compile time.</summary>
internal sealed class KeyNode(JqValue key) : SingleNode
{
    public override bool IsDirect => key is JqString;

    public override bool TryPick(JsonElement input, ReadOnlySpan<JsonElement> globals, out JsonElement value)
    {
        value = default;
        if (input.ValueKind != JsonValueKind.Object || key is not JqString name)
        {
            return false;
        }

        if (!input.TryGetProperty(name.Text, out value))
        {
            value = JqValue.Null.Source;
        }

        return true;
    }

    public override JqValue? One(Run run, Env? env, JqValue input) =>
        key is JqString name && input is JqObject o ? o.Get(name.Text) ?? JqValue.Null : Access.Get(run, input, key);

    public override bool Each(Run run, Env? env, Item input, Sink sink) => GetInto(run, input, key, sink);

    public static bool GetInto(Run run, Item input, JqValue key, Sink sink)
    {
        if (ReferenceEquals(input.Path, JqPath.Invalid))
        {
            var what = key is JqObject ? $"slice {Describe.Text(key)}" : $"element {Describe.Text(key)}";
            return run.Fail($"Invalid path expression near attempt to access {what} of {Describe.Text(input.Value)}");
        }

        return Access.Get(run, input.Value, key) is { } value && sink(new Item(value, input.Path?.Append(key)));
    }
}

/// <summary><c>target[key]</c> with a computed key: keys vary slowest.</summary>
internal sealed class IndexNode(Node target, Node key) : Node
{
    public override bool ReadsInput => target.ReadsInput || key.ReadsInput;

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        key.Each(run, env, input.WithoutPath, k => target.Each(run, env, input, item => KeyNode.GetInto(run, item, k.Value, sink)));
}

/// <summary>The key of a computed slice.</summary>
internal sealed class SliceKeyNode(Node start, Node end) : Node
{
    public override bool ReadsInput => start.ReadsInput || end.ReadsInput;

    public static JqValue Key(JqValue start, JqValue end)
    {
        var members = JqObject.NewMembers(2);
        members.Add("start", start);
        members.Add("end", end);
        return new JqObject(members);
    }

    public override bool Each(Run run, Env? env, Item input, Sink sink) =>
        run.Step(6) && run.Charge(256) && start.Each(run, env, input, from => end.Each(run, env, input, to => sink(new Item(Key(from.Value, to.Value)))));
}

/// <summary><c>.[]</c></summary>
internal sealed class IterateNode : Node
{
    public static readonly IterateNode Instance = new();

    public override bool Each(Run run, Env? env, Item input, Sink sink)
    {
        if (ReferenceEquals(input.Path, JqPath.Invalid))
        {
            return run.Fail($"Invalid path expression near attempt to iterate through {Describe.Text(input.Value)}");
        }

        return input.Value switch
        {
            JqArray array => EachElement(run, array, input.Path, sink),
            JqObject o => EachMember(run, o, input.Path, sink),
            _ => run.Fail(Access.CannotIterate(input.Value)),
        };
    }

    private static bool EachElement(Run run, JqArray array, JqPath? path, Sink sink)
    {
        for (var i = 0; i < array.Count; i++)
        {
            if (!run.Step() || !sink(new Item(array.Items[i], path?.Append(JqValue.Of(i)))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EachMember(Run run, JqObject o, JqPath? path, Sink sink)
    {
        foreach (var (key, value) in o.Members)
        {
            if (!run.Step() || !sink(new Item(value, path?.Append(JqValue.Of(key)))))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary><c>getpath(p)</c>, which is a path expression too.</summary>
internal sealed class GetPathNode(Node path) : Node
{
    public override bool Each(Run run, Env? env, Item input, Sink sink) => path.Each(run, env, input.WithoutPath, p =>
    {
        if (p.Value is not JqArray keys)
        {
            return run.Fail("Path must be specified as an array");
        }

        if (ReferenceEquals(input.Path, JqPath.Invalid))
        {
            return run.Fail($"Invalid path expression with result {Describe.Text(input.Value)}");
        }

        return PathEditing.Get(run, input.Value, keys.Items) is { } value && sink(new Item(value, Extend(input.Path, keys)));
    });

    private static JqPath? Extend(JqPath? path, JqArray keys)
    {
        if (path is not null)
        {
            foreach (var key in keys.Items)
            {
                path = path.Append(key);
            }
        }

        return path;
    }
}
