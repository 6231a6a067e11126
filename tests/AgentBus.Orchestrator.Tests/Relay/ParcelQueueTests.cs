using AgentBus.Contracts;
using AgentBus.Orchestrator.Relay;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using AgentBus.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentBus.Orchestrator.Tests.Relay;

public sealed class ParcelQueueTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly List<Guid> _tried = [];
    private Func<ClaimedMessage, Task<bool>> _send = _ => Task.FromResult(true);
    private ParcelQueue _parcels = null!;
    private Task _running = null!;

    public Task InitializeAsync()
    {
        _parcels = new ParcelQueue(SendAsync, 4, _clock, NullLogger.Instance) { Published = _ => { }, Dropped = _ => { } };
        _running = _parcels.RunAsync(_abandon.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _parcels.Close();
        await _abandon.CancelAsync();
        await _running;
        _parcels.Dispose();
        _abandon.Dispose();
    }

    [Fact]
    public void What_finds_nothing_waiting_is_begun_by_who_hands_it_over()
    {
        var parcel = Parcel();

        _parcels.TryAdd(parcel).ShouldBeTrue();

        _tried.ShouldBe([Id(parcel)]);
    }

    [Fact]
    public void No_more_is_begun_than_may_be_on_its_way_at_once()
    {
        _send = _ => new TaskCompletionSource<bool>().Task.WaitAsync(_abandon.Token);

        foreach (var parcel in Enumerable.Range(0, 6).Select(_ => Parcel()))
        {
            _parcels.TryAdd(parcel).ShouldBeTrue();
        }

        _tried.Count.ShouldBe(4);
    }

    [Fact]
    public async Task While_the_broker_is_away_nothing_new_is_begun()
    {
        _send = _ => throw new InvalidOperationException("no broker");
        var (first, second) = (Parcel(), Parcel());
        _parcels.TryAdd(first).ShouldBeTrue();
        await _clock.TimerSetAsync(TimeSpan.FromMilliseconds(250));
        _parcels.TryAdd(second).ShouldBeTrue();
        _tried.ShouldBe([Id(first)]);

        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _send = message =>
        {
            if (message.Row.MessageId == Id(second))
            {
                done.SetResult();
            }

            return Task.FromResult(true);
        };
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        _tried.ShouldBe([Id(first), Id(first), Id(second)]);
    }

    [Fact]
    public void After_its_end_nothing_is_taken()
    {
        _parcels.Close();

        _parcels.TryAdd(Parcel()).ShouldBeFalse();

        _tried.ShouldBeEmpty();
    }

    private static Guid Id(Parcel parcel) => parcel.Messages[0].Row.MessageId;

    private Parcel Parcel()
    {
        var row = new OutboxRow(Guid.NewGuid(), Queues.Orchestrator, "", nameof(StartRun), "application/json", "{}"u8.ToArray(), _clock.GetUtcNow());
        return new Parcel([new ClaimedMessage(Shop.Tenant, Guid.NewGuid(), row, 0)], _clock.GetTimestamp(), TimeSpan.FromMinutes(1), IsClaimed: false);
    }

    private async Task<bool> SendAsync(ClaimedMessage message, CancellationToken cancellationToken)
    {
        lock (_tried)
        {
            _tried.Add(message.Row.MessageId);
        }

        return await _send(message);
    }
}
