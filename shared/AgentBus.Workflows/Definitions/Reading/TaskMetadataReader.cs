using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions.Reading;

/// <summary><c>metadata.agentbus</c> of tasks; other metadata is the author's own.</summary>
internal static class TaskMetadataReader
{
    private const string IdempotencyKey = "idempotencyKey";
    private static readonly string[] Common = ["compensate", "onExhausted"];
    private static readonly string[] Parallel = ["maxConcurrency", "batchSize", "toleratedFailurePercentage"];

    public static (IReadOnlyList<TaskDefinition> Compensate, OnExhausted OnExhausted) Read(TaskNode task)
    {
        string[] words = task.Kinds.Contains("for") ? [.. Common, .. Parallel] : task.Kinds.Contains("call") ? [.. Common, IdempotencyKey] : Common;
        if (Own(task.At) is not { } own || !own.IsObjectOf(words))
        {
            return ([], default);
        }

        var compensate = own.Get("compensate") is { } list ? TaskListReader.Read(list) : [];
        return (compensate, own.Get("onExhausted")?.Word("fail", "pause", "deadLetter", "approve", "degrade") switch
        {
            "pause" => OnExhausted.Pause,
            "deadLetter" => OnExhausted.DeadLetter,
            "approve" => OnExhausted.Approve,
            "degrade" => OnExhausted.Degrade,
            _ => OnExhausted.Fail,
        });
    }

    /// <summary>Non-null when a <c>for</c> has any of the words that make its items independent.</summary>
    public static ForParallelism? ReadParallelism(Cursor task)
    {
        if (task.Get("metadata")?.Get("agentbus") is not { Kind: NodeKind.Object } own || !Parallel.Any(own.Has))
        {
            return null;
        }

        return new ForParallelism(
            (int)(own.Get("maxConcurrency")?.Integer(1, 1_000_000) ?? 1),
            (int?)own.Get("batchSize")?.Integer(1, 1_000_000),
            (double)(own.Get("toleratedFailurePercentage")?.Number(0, 100) ?? 0));
    }

    /// <summary>Whether a call sends the step's idempotency key along; default yes.</summary>
    public static bool ReadIdempotencyKey(Cursor task) =>
        task.Get("metadata")?.Get("agentbus") is not { Kind: NodeKind.Object } own || own.Get(IdempotencyKey)?.Flag() is not false;

    private static Cursor? Own(Cursor task) =>
        task.Get("metadata") is { } metadata && metadata.Is(NodeKind.Object) ? metadata.Get("agentbus") : null;
}
