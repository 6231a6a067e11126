using System.Text.Json;
using AgentBus.Models.Batches;

namespace AgentBus.ModelGateway.Batches;

/// <summary>Batches in the words of the OpenAI API.</summary>
internal static class BatchView
{
    public static WireBatch Of(BatchProgress progress, DateTimeOffset now)
    {
        var (batch, status) = (progress.Batch, progress.Status(now));
        var created = batch.CreatedAt.ToUnixTimeSeconds();
        long? At(string when, DateTimeOffset? time) => status == when ? time?.ToUnixTimeSeconds() : null;
        return new WireBatch(
            batch.Id, BatchReader.Endpoint, batch.InputFile, batch.Window, status, created, batch.ExpiresAt.ToUnixTimeSeconds(),
            new WireCounts(progress.Total, progress.Answered, progress.Failed), batch.Metadata)
        {
            Errors = batch.Faults.Count == 0 ? null : new WireFaults([.. batch.Faults.Select(fault => new WireFault("invalid_line", fault.Line, fault.Message))]),
            OutputFileId = progress.Answered > 0 ? BatchFiles.Output(batch.Id) : null,
            ErrorFileId = progress.Failed > 0 ? BatchFiles.Errors(batch.Id) : null,
            InProgressAt = status == "failed" ? null : created,
            CompletedAt = At("completed", progress.EndedAt),
            FailedAt = At("failed", batch.CreatedAt),
            ExpiredAt = At("expired", batch.ExpiresAt),
            CancellingAt = progress.CancelledAt?.ToUnixTimeSeconds(),
            CancelledAt = At("cancelled", progress.EndedAt > progress.CancelledAt ? progress.EndedAt : progress.CancelledAt),
        };
    }

    /// <summary>A line of an output file, or of an error file.</summary>
    public static byte[] Line(string batch, BatchResult result)
    {
        var id = $"batch_req_{batch[6..]}_{result.Line}";
        using var body = JsonDocument.Parse(result.Body);
        var response = new WireResultResponse(result.Status, id, body.RootElement);
        return JsonSerializer.SerializeToUtf8Bytes(
            new WireResult(id, result.CustomId, response, result.IsAnswer ? null : body.RootElement.GetProperty("error")), BatchWire.Default.WireResult);
    }
}
