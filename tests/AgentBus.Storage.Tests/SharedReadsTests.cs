using AgentBus.Storage.Data;

namespace AgentBus.Storage.Tests;

public sealed class SharedReadsTests
{
    private readonly List<string> _read = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _gate = new(0);

    [Fact]
    public async Task Those_who_ask_the_same_while_a_read_is_under_way_share_the_next_one()
    {
        var reads = new SharedReads<string, string>(ReadAsync);
        var first = reads.ReadAsync("a", default);
        await _begun.WaitAsync();
        var later = new[] { "a", "b", "a", "a" }.Select(question => reads.ReadAsync(question, default)).ToArray();

        _gate.Release();
        (await first).ShouldBe("a1");
        later.ShouldAllBe(answer => !answer.IsCompleted);

        await _begun.WaitAsync();
        await _begun.WaitAsync();
        _gate.Release(later.Length);
        (await Task.WhenAll(later)).ShouldBe(["a2", "b3", "a2", "a2"]);
        _read.ShouldBe(["a", "b", "a"], ignoreOrder: true);
    }

    private async Task<string> ReadAsync(string question)
    {
        _read.Add(question);
        var answer = $"{question}{_read.Count}";
        _begun.Release();
        await _gate.WaitAsync();
        return answer;
    }
}
