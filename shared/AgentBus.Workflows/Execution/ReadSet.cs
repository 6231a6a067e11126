namespace AgentBus.Workflows.Execution;

/// <summary>The documents a decision needs.</summary>
/// <param name="Keys">Documents by key.</param>
/// <param name="Collections">
/// Whole collections: the documents <c>{prefix}[0]</c> .. <c>{prefix}[count-1]</c>. An item that the same decision makes is not there yet; leave it out.
/// </param>
public sealed record ReadSet(IReadOnlyList<string> Keys, IReadOnlyList<CollectionRead> Collections)
{
    /// <summary>Nothing is needed.</summary>
    public static ReadSet Empty { get; } = new([], []);

    /// <summary>Whether nothing is needed.</summary>
    public bool IsEmpty => Keys.Count == 0 && Collections.Count == 0;
}

/// <summary>A collection of documents in item order.</summary>
public sealed record CollectionRead(string Prefix, int Count)
{
    /// <summary>The key of one item.</summary>
    public static string ItemKey(string prefix, int index) => $"{prefix}[{index}]";
}
