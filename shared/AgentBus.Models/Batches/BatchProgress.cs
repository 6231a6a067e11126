namespace AgentBus.Models.Batches;

/// <summary>How far a batch is.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Total">Calls in it.</param>
/// <param name="Answered">Calls that were answered.</param>
/// <param name="Failed">Calls that were not and will not be.</param>
/// <param name="UnderWay">Calls that a gateway is at.</param>
/// <param name="CancelledAt">When it was cancelled.</param>
/// <param name="EndedAt">When the last call ended.</param>
public sealed record BatchProgress(ModelBatch Batch, int Total, int Answered, int Failed, int UnderWay, DateTimeOffset? CancelledAt, DateTimeOffset? EndedAt)
{
    private int Left => Total - Answered - Failed;

    /// <summary>Where it is by now, in the words of the OpenAI API.</summary>
    public string Status(DateTimeOffset now) =>
        Batch.Faults.Count > 0 ? "failed"
        : Left == 0 ? "completed"
        : CancelledAt is not null ? UnderWay > 0 ? "cancelling" : "cancelled"
        : Batch.ExpiresAt <= now ? "expired"
        : "in_progress";
}
