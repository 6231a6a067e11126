using System.Runtime.InteropServices;
using AgentBus.Contracts;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Saga;

/// <summary>The memories of a result, checked: a worker is not trusted.</summary>
internal static class Memories
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    /// <summary>What is wrong with them, for the next attempt; null = nothing.</summary>
    public static string? Problem(IReadOnlyList<MemoryPut>? puts)
    {
        if (puts is null)
        {
            return null;
        }

        var bytes = puts.Sum(put => (long)SizeOf(put));
        return puts.Count > MemoryLimits.Puts ? $"The result puts {puts.Count} memories; at most {MemoryLimits.Puts} are taken from one attempt."
            : bytes > MemoryLimits.PutBytes ? $"The memories of the result are {bytes} bytes; one attempt may put {MemoryLimits.PutBytes}."
            : puts.Select(Problem).FirstOrDefault(problem => problem is not null);
    }

    public static IReadOnlyList<MemoryNote>? Notes(IReadOnlyList<MemoryPut>? puts) =>
        puts is not { Count: > 0 } ? null : [.. puts.Select(put => new MemoryNote(
            put.Key, put.Value, put.TtlSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)) : null))];

    private static string? Problem(MemoryPut put) =>
        put.Key.Length is 0 or > MemoryLimits.KeyLength
            ? $"The result puts a memory under a key of {put.Key.Length} characters; use 1 to {MemoryLimits.KeyLength}."
        : SizeOf(put) > MemoryLimits.ValueBytes
            ? $"The memory '{put.Key}' is {SizeOf(put)} bytes; at most {MemoryLimits.ValueBytes} are kept. Keep large data elsewhere and put where it is."
        : put.TtlSeconds is <= 0 or double.NaN ? $"The memory '{put.Key}' is to live {put.TtlSeconds} s; use more than 0, or leave it out."
        : null;

    private static int SizeOf(MemoryPut put) => JsonMarshal.GetRawUtf8Value(put.Value).Length;
}
