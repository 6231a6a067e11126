using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using AgentBus.AgentSdk;

namespace AgentBus.Benchmarks;

/// <summary>What the echo agent is asked.</summary>
/// <param name="Text">Comes back as it is.</param>
/// <param name="SentAt">Microseconds since 1970 at which the run was asked for; null = not wanted.</param>
/// <param name="Gather">Answer only when so many attempts are here at once; null = at once.</param>
internal sealed record EchoInput(string Text, long? SentAt = null, int? Gather = null);

/// <summary>What it answers.</summary>
internal sealed record EchoOutput(string Text);

/// <summary>The agent that does nothing, so that what is measured is everything around it.</summary>
[Agent("echo", Concurrency = 64)]
internal sealed class EchoAgent(FirstDispatches first) : IAgent<EchoInput, EchoOutput>
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _here;

    public async Task<AgentResult<EchoOutput>> RunAsync(EchoInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (input.SentAt is { } sent)
        {
            first.Took(sent);
        }

        if (input.Gather is { } wanted)
        {
            await GatherAsync(wanted).WaitAsync(cancellationToken);
        }

        return new EchoOutput(input.Text);
    }

    private Task GatherAsync(int wanted)
    {
        lock (_gate)
        {
            var all = _all;
            if (++_here == wanted)
            {
                (_here, _all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                all.SetResult();
            }

            return all.Task;
        }
    }
}

/// <summary>Milliseconds from asking for a run to its first dispatch being in an agent's hands.</summary>
internal sealed class FirstDispatches(TimeProvider clock)
{
    private readonly ConcurrentQueue<double> _milliseconds = new();

    public void Took(long sentAt) => _milliseconds.Enqueue((Microseconds.Of(clock.GetUtcNow()) - sentAt) / 1000.0);

    /// <summary>Those since the last call.</summary>
    public double[] Take()
    {
        var taken = _milliseconds.ToArray();
        _milliseconds.Clear();
        return taken;
    }
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EchoInput))]
[JsonSerializable(typeof(EchoOutput))]
[JsonSerializable(typeof(double[]))]
internal sealed partial class EchoJson : JsonSerializerContext;
