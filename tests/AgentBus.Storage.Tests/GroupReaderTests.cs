using AgentBus.Storage.Runs;

namespace AgentBus.Storage.Tests;

public sealed class GroupReaderTests
{
    private readonly List<TaskCompletionSource> _gates = [];
    private readonly List<IReadOnlyList<int>> _batches = [];
    private readonly SemaphoreSlim _begun = new(0);

    [Fact]
    public async Task What_is_asked_during_a_read_goes_together_in_the_next()
    {
        var reader = Reader(maxBatch: 3);
        var first = reader.ReadAsync(1, default);
        await _begun.WaitAsync();
        var others = new[] { 2, 3, 4, 5 }.Select(question => reader.ReadAsync(question, default)).ToArray();

        for (var batch = 0; batch < 3; batch++)
        {
            _gates[batch].SetResult();
            if (batch < 2)
                await _begun.WaitAsync();
        }

        (await first).ShouldBe(10);
        (await Task.WhenAll(others)).ShouldBe([20, 30, 40, 50]);
        _batches.ShouldBe([[1], [2, 3, 4], [5]]);
    }

    [Fact]
    public async Task A_failed_read_fails_those_who_asked_and_nobody_after_them()
    {
        var reader = Reader(maxBatch: 3);
        var failing = reader.ReadAsync(1, default);
        await _begun.WaitAsync();
        _gates[0].SetException(new TimeoutException("gone"));
        (await Should.ThrowAsync<TimeoutException>(failing)).Message.ShouldBe("gone");

        var next = reader.ReadAsync(2, default);
        await _begun.WaitAsync();
        _gates[1].SetResult();
        (await next).ShouldBe(20);
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_take_the_others_answer()
    {
        using var impatient = new CancellationTokenSource();
        var reader = Reader(maxBatch: 3);
        var given = reader.ReadAsync(1, impatient.Token);
        await _begun.WaitAsync();
        var waiting = reader.ReadAsync(2, default);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(given);
        _gates[0].SetResult();
        await _begun.WaitAsync();
        _gates[1].SetResult();

        (await waiting).ShouldBe(20);
    }

    /// <summary>Answers ten times the question, each read when its gate opens.</summary>
    private GroupReader<int, int> Reader(int maxBatch) => new(maxBatch, readers: 1, async questions =>
    {
        var gate = new TaskCompletionSource();
        _batches.Add(questions);
        _gates.Add(gate);
        _begun.Release();
        await gate.Task;
        return [.. questions.Select(question => question * 10)];
    });
}
