namespace AgentBus.Jq;

/// <summary>The names visible at a point of the program, innermost first, and how many bindings the environment has there.</summary>
internal sealed class Scope
{
    public static readonly Scope Root = new(null, "", 0, null, 0);

    private readonly Scope? _outer;
    private readonly string _name;
    private readonly int _arity;

    private Scope(Scope? outer, string name, int arity, Function? function, int depth)
    {
        _outer = outer;
        _name = name;
        _arity = arity;
        Function = function;
        Depth = depth;
    }

    /// <summary>Bindings in the environment, this one included.</summary>
    public int Depth { get; }

    public Function? Function { get; }

    public Scope WithVariable(string name) => new(this, "$" + name, 0, null, Depth + 1);

    public Scope WithLabel(string name) => new(this, "*" + name, 0, null, Depth + 1);

    public Scope WithParameter(string name) => new(this, name, 0, null, Depth + 1);

    /// <summary>A function is known to the compiler alone and takes no place in the environment.</summary>
    public Scope WithFunction(string name, int arity, Function function) => new(this, name, arity, function, Depth);

    public Scope? FindVariable(string name) => Find("$" + name, 0);

    public Scope? FindLabel(string name) => Find("*" + name, 0);

    public Scope? FindCallable(string name, int arity) => Find(name, arity);

    private Scope? Find(string name, int arity)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._name == name && scope._arity == arity)
            {
                return scope;
            }
        }

        return null;
    }
}
