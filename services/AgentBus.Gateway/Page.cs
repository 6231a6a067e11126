namespace AgentBus.Gateway;

/// <summary>A page of a list.</summary>
/// <param name="Items">The page.</param>
/// <param name="Next">Hand this back to get the next page; null = this was the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
