namespace AgentBus.Models.Batches;

/// <summary>One call of a batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="CustomId">Its maker's name for it, one of its kind in the batch.</param>
/// <param name="Body">The request as JSON.</param>
public sealed record BatchItem(string Batch, int Line, string Tenant, string CustomId, string Body);

/// <summary>What became of one.</summary>
/// <param name="Line">Its line.</param>
/// <param name="CustomId">Its maker's name for it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The answer, or the error, as JSON.</param>
public sealed record BatchResult(int Line, string CustomId, int Status, string Body)
{
    /// <summary>Whether it was answered.</summary>
    public bool IsAnswer => Status == 200;
}
