namespace AgentBus.ModelGateway.Batches;

/// <summary>Ids of files. Those with results are not kept as files: they are read from the calls that ended, also while others have not.</summary>
internal static class BatchFiles
{
    private const string BatchPrefix = "batch_";
    private const string OutputPrefix = "file-output-";
    private const string ErrorPrefix = "file-error-";

    public static string NewFile() => $"file-{Guid.NewGuid():n}";

    public static string NewBatch() => $"{BatchPrefix}{Guid.CreateVersion7():n}";

    public static string Output(string batch) => OutputPrefix + batch[BatchPrefix.Length..];

    public static string Errors(string batch) => ErrorPrefix + batch[BatchPrefix.Length..];

    /// <summary>The batch whose results a file holds; null for an uploaded one.</summary>
    public static (string Batch, bool IsOutput)? ResultsOf(string file) =>
        file.StartsWith(OutputPrefix, StringComparison.Ordinal) ? (BatchPrefix + file[OutputPrefix.Length..], true)
        : file.StartsWith(ErrorPrefix, StringComparison.Ordinal) ? (BatchPrefix + file[ErrorPrefix.Length..], false)
        : null;
}
