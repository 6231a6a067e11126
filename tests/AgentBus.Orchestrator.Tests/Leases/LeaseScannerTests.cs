using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Orchestrator.Leases;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Leases;

namespace AgentBus.Orchestrator.Tests.Leases;

public sealed class LeaseScannerTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = new OrchestratorOptions().Lease;
    private Shop _shop = null!;
    private LeaseScanner _scanner = null!;

    public async Task InitializeAsync()
    {
        _shop = await Shop.OpenAsync();
        _scanner = _shop.Scanner();
    }

    public async Task DisposeAsync()
    {
        _scanner.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_lease_past_its_time_is_told_to_its_run_once_and_a_live_one_is_not()
    {
        await ListenAsync();
        var gone = await HoldAsync(TimeSpan.FromSeconds(10));
        await HoldAsync(TimeSpan.FromSeconds(60));

        _shop.Clock.Advance(TimeSpan.FromSeconds(11));
        await _scanner.RunOnceAsync(CancellationToken.None);
        await _scanner.RunOnceAsync(CancellationToken.None);

        var told = await ToldAsync();
        told.Single().Run.ShouldBe(gone.Run);
        told.Single().Row.Type.ShouldBe(nameof(LeaseExpired));
    }

    [Fact]
    public async Task After_a_start_nobody_is_taken_as_gone_before_a_whole_lease_was_listened_for()
    {
        await HoldAsync(TimeSpan.FromSeconds(-600));

        await _scanner.RunOnceAsync(CancellationToken.None);
        _shop.Clock.Advance(Lease - TimeSpan.FromSeconds(1));
        await _scanner.RunOnceAsync(CancellationToken.None);
        (await ToldAsync()).ShouldBeEmpty();

        _shop.Clock.Advance(TimeSpan.FromSeconds(1));
        await _scanner.RunOnceAsync(CancellationToken.None);
        (await ToldAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Heartbeats_that_wait_in_the_queue_are_taken_before_anybody_is_taken_as_gone()
    {
        await ListenAsync();
        await HoldAsync(TimeSpan.FromSeconds(-1));
        _shop.Queue.State = () => new QueueState(1000, 1);

        await _scanner.RunOnceAsync(CancellationToken.None);
        (await ToldAsync()).ShouldBeEmpty();

        _shop.Queue.State = () => new QueueState(0, 1);
        await _scanner.RunOnceAsync(CancellationToken.None);
        (await ToldAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_the_broker_was_away_a_whole_lease_has_to_pass_again(bool throws)
    {
        await ListenAsync();
        await HoldAsync(TimeSpan.FromSeconds(-1));
        _shop.Queue.State = () => throws ? throw new BusException("no broker") : new QueueState(0, 0);
        var round = _scanner.RunOnceAsync(CancellationToken.None);
        await round.ContinueWith(_ => { }, TaskScheduler.Default);
        round.IsFaulted.ShouldBe(throws);
        _shop.Queue.State = () => new QueueState(0, 1);

        await _scanner.RunOnceAsync(CancellationToken.None);
        (await ToldAsync()).ShouldBeEmpty();

        _shop.Clock.Advance(Lease);
        await _scanner.RunOnceAsync(CancellationToken.None);
        (await ToldAsync()).Count.ShouldBe(1);
    }

    private async Task ListenAsync()
    {
        await _scanner.RunOnceAsync(CancellationToken.None);
        _shop.Clock.Advance(Lease);
    }

    private async Task<Lease> HoldAsync(TimeSpan left)
    {
        Lease lease = new(Shop.Tenant, Guid.NewGuid(), "/do/0/a#1", 1, "research", "worker-1", _shop.Clock.GetUtcNow() + left);
        await _shop.Leases.RenewAsync([lease], CancellationToken.None);
        return lease;
    }

    private Task<IReadOnlyList<Storage.Outbox.ClaimedMessage>> ToldAsync() =>
        _shop.Outbox.ClaimAsync(10, TimeSpan.FromSeconds(1), _shop.Clock.GetUtcNow(), CancellationToken.None);
}
