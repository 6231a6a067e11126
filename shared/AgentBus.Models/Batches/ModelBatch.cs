namespace AgentBus.Models.Batches;

/// <summary>Calls that may take their time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="InputFile">File the calls came in.</param>
/// <param name="Window">How long it may take, as it was asked for: <c>24h</c>.</param>
/// <param name="Metadata">What its maker wrote on it.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="ExpiresAt">When what is left of it is given up.</param>
public sealed record ModelBatch(
    string Id, string Tenant, string InputFile, string Window, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>What is wrong with its file, a line each; a batch that has any is not begun.</summary>
    public IReadOnlyList<BatchFault> Faults { get; init; } = [];
}

/// <summary>Something wrong with a line of a file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Message">What, and what to do.</param>
public sealed record BatchFault(int Line, string Message);
