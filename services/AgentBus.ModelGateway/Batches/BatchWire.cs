using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentBus.ModelGateway.Batches;

/// <summary>A file, as the OpenAI API shows it.</summary>
internal sealed record WireFile(string Id, long Bytes, long CreatedAt, string Filename, string Purpose)
{
    public string Object { get; } = "file";

    public string Status { get; } = "processed";
}

/// <summary>A page of files or batches.</summary>
internal sealed record WirePage<T>(IReadOnlyList<T> Data, string? FirstId, string? LastId, bool HasMore)
{
    public string Object { get; } = "list";
}

/// <summary>That a file is gone.</summary>
internal sealed record WireDeleted(string Id, string Object, bool Deleted);

/// <summary>What is asked for.</summary>
internal sealed record WireBatchRequest(string? InputFileId, string? Endpoint, string? CompletionWindow, IReadOnlyDictionary<string, string>? Metadata);

/// <summary>A batch.</summary>
internal sealed record WireBatch(
    string Id, string Endpoint, string InputFileId, string CompletionWindow, string Status, long CreatedAt, long ExpiresAt, WireCounts RequestCounts,
    IReadOnlyDictionary<string, string> Metadata)
{
    public string Object { get; } = "batch";

    public WireFaults? Errors { get; init; }

    public string? OutputFileId { get; init; }

    public string? ErrorFileId { get; init; }

    public long? InProgressAt { get; init; }

    public long? CompletedAt { get; init; }

    public long? FailedAt { get; init; }

    public long? ExpiredAt { get; init; }

    public long? CancellingAt { get; init; }

    public long? CancelledAt { get; init; }
}

/// <summary>How many calls are how far.</summary>
internal sealed record WireCounts(int Total, int Completed, int Failed);

/// <summary>What is wrong with the input file.</summary>
internal sealed record WireFaults(IReadOnlyList<WireFault> Data)
{
    public string Object { get; } = "list";
}

/// <summary>What is wrong with a line.</summary>
internal sealed record WireFault(string Code, int Line, string Message);

/// <summary>A line of the input file.</summary>
internal sealed record WireLine(string? CustomId, string? Method, string? Url, JsonElement? Body);

/// <summary>A line of an output or error file.</summary>
internal sealed record WireResult(string Id, string CustomId, WireResultResponse? Response, JsonElement? Error);

/// <summary>The answer in a line.</summary>
internal sealed record WireResultResponse(int StatusCode, string RequestId, JsonElement Body);

/// <summary>JSON of batches: snake_case, members without a value are null, as the OpenAI API has them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireFile))]
[JsonSerializable(typeof(WireDeleted))]
[JsonSerializable(typeof(WireBatchRequest))]
[JsonSerializable(typeof(WireBatch))]
[JsonSerializable(typeof(WirePage<WireBatch>))]
[JsonSerializable(typeof(WireLine))]
[JsonSerializable(typeof(WireResult))]
internal sealed partial class BatchWire : JsonSerializerContext;
