using System.Collections.Immutable;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary>The variables that expressions at some place of the document may read.</summary>
internal sealed record Scope(ImmutableHashSet<string> Variables)
{
    public const string Secrets = "secrets";

    /// <summary>What the standard defines everywhere; <c>$secrets</c> is not among it: no engine, store or history may see a secret.</summary>
    public static Scope Root { get; } = new(["context", "input", "output", "task", "workflow", "runtime"]);

    /// <summary>Where there is no run yet, such as in a schedule.</summary>
    public static Scope Nothing { get; } = new([]);

    public Scope With(params string[] names) => new(Variables.Union(names));
}
