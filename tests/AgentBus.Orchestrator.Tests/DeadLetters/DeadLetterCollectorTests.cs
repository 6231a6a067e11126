using AgentBus.Contracts;
using AgentBus.Orchestrator.DeadLetters;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.DeadLetters;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Orchestrator.Tests.DeadLetters;

public sealed class DeadLetterCollectorTests : IAsyncLifetime
{
    private static readonly DeadLetterScope Scope = new(Shop.Tenant, Unknown: false);
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task What_a_run_waits_for_and_the_broker_gave_up_is_sent_again_three_times_and_then_left_open()
    {
        var letter = Letter();
        for (var replays = 0; replays < DeadLetterCollector.OwnReplays; replays++)
        {
            await CollectAsync(letter with { Replays = replays });

            (await SentAsync()).ShouldBe([Guid.Parse(letter.MessageId)]);
            (await StateAsync(letter)).ShouldBe("replayed");
        }

        await CollectAsync(letter with { Replays = DeadLetterCollector.OwnReplays });

        (await SentAsync()).ShouldBeEmpty();
        (await StateAsync(letter)).ShouldBe("open");
    }

    [Fact]
    public async Task A_late_copy_of_a_letter_that_was_sent_again_sends_nothing()
    {
        var letter = Letter();
        await CollectAsync(letter);
        await SentAsync();

        await CollectAsync(letter);

        (await SentAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_failed_by_an_exception_or_no_run_waits_for_is_left_to_a_person()
    {
        var failed = Letter() with { Reason = "failed" };
        var free = Letter() with { HoldsRun = false };
        await CollectAsync(failed);
        await CollectAsync(free);

        (await SentAsync()).ShouldBeEmpty();
        (await StateAsync(failed)).ShouldBe("open");
        (await StateAsync(free)).ShouldBe("open");
    }

    private static DeadLetterRow Letter() => new(
        Guid.NewGuid(), Shop.Tenant, Queues.Orchestrator, $"{Guid.NewGuid()}", nameof(TimerFired), Guid.NewGuid(), "application/json", new Dictionary<string, string>(),
        "{}"u8.ToArray(), 2, "delivery_limit", null, "It was delivered too often.", null, 11, true, DateTimeOffset.UnixEpoch, 0);

    private Task CollectAsync(DeadLetterRow letter) =>
        new DeadLetterCollector(_shop.DeadLetters, _shop.Relay(), _shop.Clock, NullLogger<DeadLetterCollector>.Instance).CollectAsync(letter, CancellationToken.None);

    private async Task<IReadOnlyList<Guid>> SentAsync()
    {
        var rows = await _shop.Outbox.ClaimAsync(10, TimeSpan.FromSeconds(1), _shop.Clock.GetUtcNow(), CancellationToken.None);
        Guid[] ids = [.. rows.Select(row => row.Row.MessageId)];
        await _shop.Outbox.DeleteAsync(ids, CancellationToken.None);
        return ids;
    }

    private async Task<string?> StateAsync(DeadLetterRow letter) => (await _shop.DeadLetters.GetAsync(Scope, letter.Id, CancellationToken.None))?.Letter.State;
}
