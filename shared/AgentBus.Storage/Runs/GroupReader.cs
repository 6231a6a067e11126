namespace AgentBus.Storage.Runs;

/// <summary>
/// Reads, or starts, what several callers ask for at once in one round trip, as the committer writes: while reads are under way the next
/// questions gather. No delay is added; a caller alone is answered alone. A failed read fails all who asked with it.
/// </summary>
/// <param name="maxBatch">Questions in one read at most.</param>
/// <param name="readers">Reads under way at once at most.</param>
/// <param name="read">Answers questions, in their order.</param>
internal sealed class GroupReader<TQuestion, TAnswer>(
    int maxBatch, int readers, Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> read)
{
    private readonly Lock _gate = new();
    private readonly Queue<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> _waiting = new();
    private int _reading;

    /// <summary>The answer; a caller that gives up does not stop the read for others.</summary>
    public Task<TAnswer> ReadAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.Enqueue((question, answer));
            if (_reading < readers)
            {
                _reading++;
                _ = DrainAsync();
            }
        }
        return answer.Task.WaitAsync(cancellationToken);
    }

    private async Task DrainAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                var answers = await read(batch.ConvertAll(static asked => asked.Question));
                for (var i = 0; i < batch.Count; i++)
                    batch[i].Answer.TrySetResult(answers[i]);
            }
            catch (Exception error)
            {
                foreach (var (_, answer) in batch)
                    answer.TrySetException(error);
            }
        }
    }

    /// <summary>An empty batch ends its reader, under the lock that starts one, so that no question is left alone.</summary>
    private List<(TQuestion Question, TaskCompletionSource<TAnswer> Answer)> Take()
    {
        var batch = new List<(TQuestion, TaskCompletionSource<TAnswer>)>();
        lock (_gate)
        {
            while (batch.Count < maxBatch && _waiting.TryDequeue(out var asked))
                batch.Add(asked);
            if (batch.Count == 0)
                _reading--;
        }
        return batch;
    }
}
