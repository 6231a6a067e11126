namespace AgentBus.Jq;

/// <summary>What flows between nodes: a value and, while a path expression is evaluated, where in its root the value lies.</summary>
/// <param name="Value">The value.</param>
/// <param name="Path">null = paths are not tracked; <see cref="JqPath.Invalid"/> = the value is not a part of the root.</param>
internal readonly record struct Item(JqValue Value, JqPath? Path = null)
{
    public Item WithoutPath => new(Value);

    /// <summary>The item of a computed value: a path survives only where the computation gave back the same value.</summary>
    public Item Computed(JqValue value) => new(value, Path is null || ReferenceEquals(value, Value) ? Path : JqPath.Invalid);
}

/// <summary>Takes one output; false tells the producer to stop.</summary>
internal delegate bool Sink(Item item);
