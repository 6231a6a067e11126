using System.Threading.Channels;
using AgentBus.Models.Targets;

namespace AgentBus.Models.Tests.Targets;

public sealed class FairSlotsTests
{
    private readonly FairSlots _slots = new();

    [Fact]
    public async Task Tenants_take_turns_however_many_calls_one_has()
    {
        var entered = Channel.CreateUnbounded<string>();
        await _slots.EnterAsync("busy", 1, 100, default);
        foreach (var tenant in new[] { "busy", "busy", "busy", "quiet", "other" })
        {
            _ = EnterAsync(tenant, entered.Writer);
        }

        var order = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            _slots.Leave(1);
            order.Add(await entered.Reader.ReadAsync());
        }

        order.ShouldBe(["busy", "quiet", "other", "busy", "busy"]);
    }

    [Fact]
    public async Task No_more_than_the_limit_are_in()
    {
        (await _slots.EnterAsync("a", 2, 100, default)).ShouldBeTrue();
        (await _slots.EnterAsync("b", 2, 100, default)).ShouldBeTrue();
        var third = _slots.EnterAsync("c", 2, 100, default).AsTask();

        _slots.Count.ShouldBe((2, 1));
        third.IsCompleted.ShouldBeFalse();
        _slots.Leave(2);
        (await third).ShouldBeTrue();
        _slots.Count.ShouldBe((2, 0));
    }

    [Fact]
    public async Task Too_many_waiting_are_refused()
    {
        await _slots.EnterAsync("a", 1, 1, default);
        var waiting = _slots.EnterAsync("a", 1, 1, default).AsTask();

        (await _slots.EnterAsync("a", 1, 1, default)).ShouldBeFalse();
        waiting.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_slot()
    {
        using var cancel = new CancellationTokenSource();
        await _slots.EnterAsync("a", 1, 10, default);
        var first = _slots.EnterAsync("b", 1, 10, cancel.Token).AsTask();
        var second = _slots.EnterAsync("b", 1, 10, default).AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _slots.Leave(1);

        (await second).ShouldBeTrue();
        _slots.Count.ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_raised_limit_lets_more_in()
    {
        await _slots.EnterAsync("a", 1, 10, default);
        Task<bool>[] waiting = [_slots.EnterAsync("a", 1, 10, default).AsTask(), _slots.EnterAsync("a", 1, 10, default).AsTask()];

        _slots.Leave(2);

        (await Task.WhenAll(waiting)).ShouldBe([true, true]);
    }

    private async Task EnterAsync(string tenant, ChannelWriter<string> entered)
    {
        await _slots.EnterAsync(tenant, 1, 100, default);
        await entered.WriteAsync(tenant);
    }
}
