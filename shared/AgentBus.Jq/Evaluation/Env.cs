namespace AgentBus.Jq;

/// <summary>
/// One binding and those around it. The compiler knows how many bindings up a name lies. Immutable, because a generator may come back to an
/// older binding after a newer one was made.
/// </summary>
internal sealed class Env(Env? parent, object binding)
{
    public object Binding => binding;

    public Env? Parent => parent;

    public static Env? Up(Env? env, int count)
    {
        for (; count > 0; count--)
        {
            env = env!.Parent;
        }

        return env;
    }
}

/// <summary>An argument of a function: what to evaluate and the bindings it was written under.</summary>
internal sealed record Closure(Node Body, Env? Env);
