using System.Collections.Frozen;

namespace AgentBus.Jq;

/// <summary>Makes the node of a call; null = the prelude's definition is used.</summary>
internal delegate Node? BuiltinFactory(Node[] arguments);

/// <summary>The builtins that are not written in jq, by name and number of arguments.</summary>
internal static class BuiltinFunctions
{
    private static readonly FrozenDictionary<(string Name, int Arity), BuiltinFactory> Table = Build();

    public static IEnumerable<(string Name, int Arity)> Names => Table.Keys.Where(key => key.Name[0] != '_');

    public static Node? Find(string name, Node[] arguments) =>
        Table.TryGetValue((name, arguments.Length), out var create) ? create(arguments) : null;

    private static FrozenDictionary<(string Name, int Arity), BuiltinFactory> Build()
    {
        var table = new BuiltinTable();
        CoreFunctions.Register(table);
        PathFunctions.Register(table);
        CollectionFunctions.Register(table);
        OrderFunctions.Register(table);
        StringFunctions.Register(table);
        ConversionFunctions.Register(table);
        RegexFunctions.Register(table);
        MathFunctions.Register(table);
        DateFunctions.Register(table);
        Formats.Register(table);
        return table.Entries.ToFrozenDictionary();
    }
}

/// <summary>Where the builtins of each subject register.</summary>
internal sealed class BuiltinTable
{
    public Dictionary<(string Name, int Arity), BuiltinFactory> Entries { get; } = [];

    /// <summary>A builtin made of nodes: arguments are evaluated when and as often as the nodes say.</summary>
    public void Form(string name, int arity, BuiltinFactory create) => Entries.Add((name, arity), create);

    /// <summary>A function of the input.</summary>
    public void Add(string name, Func<Run, JqValue, JqValue?> apply) =>
        Form(name, 0, args => NativeNode.Of((run, input, _) => apply(run, input), readsInput: true, args));

    /// <summary>A function of the input and one argument.</summary>
    public void Add(string name, Func<Run, JqValue, JqValue, JqValue?> apply) =>
        Form(name, 1, args => NativeNode.Of((run, input, values) => apply(run, input, values[0]), readsInput: true, args));

    /// <summary>A function of the input and two arguments.</summary>
    public void Add(string name, Func<Run, JqValue, JqValue, JqValue, JqValue?> apply) =>
        Form(name, 2, args => NativeNode.Of((run, input, values) => apply(run, input, values[0], values[1]), readsInput: true, args));

    /// <summary>A function of its arguments alone.</summary>
    public void Pure(string name, int arity, Native apply) => Form(name, arity, args => NativeNode.Of(apply, readsInput: false, args));
}
