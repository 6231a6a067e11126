using AgentBus.Contracts;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Leases;

namespace AgentBus.Orchestrator.Tests.Leases;

public sealed class LeaseScannerTests
{
    [Fact]
    public async Task A_lease_past_its_time_is_told_to_its_run_once_and_a_live_one_is_not()
    {
        await using var shop = await Shop.OpenAsync();
        var now = shop.Clock.GetUtcNow();
        Lease gone = new(Shop.Tenant, Guid.NewGuid(), "/do/0/a#1", 1, "research", "worker-1", now.AddSeconds(10));
        Lease live = new(Shop.Tenant, Guid.NewGuid(), "/do/0/a#1", 1, "research", "worker-2", now.AddSeconds(60));
        await shop.Leases.RenewAsync([gone, live], CancellationToken.None);
        using var scanner = shop.Scanner();

        shop.Clock.Advance(TimeSpan.FromSeconds(11));
        await scanner.RunOnceAsync(CancellationToken.None);
        await scanner.RunOnceAsync(CancellationToken.None);

        var told = await shop.Outbox.ClaimAsync(10, TimeSpan.FromSeconds(1), shop.Clock.GetUtcNow(), CancellationToken.None);
        told.Single().Run.ShouldBe(gone.Run);
        told.Single().Row.Type.ShouldBe(nameof(LeaseExpired));
    }
}
