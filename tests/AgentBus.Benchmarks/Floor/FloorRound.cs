using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Serialization;

namespace AgentBus.Benchmarks;

/// <summary>One round of the floor: so many runs of five steps, so many of them in flight.</summary>
internal sealed class FloorRound(int runs, int inFlight)
{
    private readonly SemaphoreSlim _free = new(inFlight);
    private readonly ConcurrentDictionary<Guid, long> _started = new();
    private readonly ConcurrentBag<double> _milliseconds = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ended;

    public async Task<FloorFigures> RunAsync(Func<ReadOnlyMemory<byte>, ValueTask> send)
    {
        var began = Stopwatch.GetTimestamp();
        var sent = new List<Task>(runs);
        for (var i = 0; i < runs; i++)
        {
            await _free.WaitAsync();
            var run = Guid.NewGuid();
            _started[run] = Stopwatch.GetTimestamp();
            sent.Add(send(First(run, i)).AsTask());
        }

        await Task.WhenAll(sent);
        await _done.Task;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new FloorFigures(runs * Workflows.StepsOfFive / seconds, runs / seconds, Percentiles.Of(_milliseconds)!);
    }

    public void Ended(Guid run)
    {
        _milliseconds.Add(Stopwatch.GetElapsedTime(_started[run]).TotalMilliseconds);
        _free.Release();
        if (Interlocked.Increment(ref _ended) == runs)
        {
            _done.SetResult();
        }
    }

    private static byte[] First(Guid run, int number) => [.. run.ToByteArray(), 0, .. Encoding.UTF8.GetBytes(Payload.Text(number))];
}

/// <summary>What a round of the floor came to.</summary>
internal sealed record FloorFigures(double StepsPerSecond, double RunsPerSecond, Percentiles RunMilliseconds);

[JsonSerializable(typeof(FloorFigures))]
internal sealed partial class FloorJson : JsonSerializerContext;
