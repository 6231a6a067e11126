using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.Tests.Triggers;

public sealed class EventTriggersTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await Shop.OpenAsync();
        await _shop.ApplyAsync("""
            document: { dsl: '1.0.3', namespace: shop, name: refund, version: '1.0.0' }
            schedule: { on: { one: { with: { type: refund.requested, data: '${ .amount > 10 }' } } } }
            do: [ { done: { set: { ok: true } } } ]
            """);
    }

    public Task DisposeAsync() => _shop.DisposeAsync().AsTask();

    [Fact]
    public async Task The_same_event_starts_one_run_of_a_definition_with_the_array_of_events_as_input()
    {
        await PublishAsync("1", "/erp", 20);
        await PublishAsync("1", "/erp", 20);

        var started = await StartsAsync();
        started.Count.ShouldBe(1);
        var run = NaturalId.Of(Shop.Tenant, "shop", "refund", "/erp", "1");
        started.Single().ShouldBe(run);
        (await _shop.Runs.LoadAsync(Shop.Tenant, run, CancellationToken.None))!.Status.ShouldBe("Pending");
    }

    [Fact]
    public async Task The_id_of_an_event_counts_with_its_source()
    {
        await PublishAsync("1", "/erp", 20);
        await PublishAsync("1", "/crm", 20);

        (await StartsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_event_that_the_filter_does_not_want_starts_nothing()
    {
        await PublishAsync("1", "/erp", 5);
        await PublishAsync("2", "/erp", 20, type: "refund.paid");
        await PublishAsync("3", "/erp", 20, tenant: "another");

        (await StartsAsync()).ShouldBeEmpty();
    }

    private Task PublishAsync(string id, string source, int amount, string type = "refund.requested", string tenant = Shop.Tenant) =>
        _shop.Triggers().StartAsync(
            new TenantEvent(tenant, JsonElement.Parse(
                $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"{{{source}}}","type":"{{{type}}}","data":{"amount":{{{amount}}}}}""")),
            CancellationToken.None);

    private async Task<List<Guid?>> StartsAsync() =>
        [.. (await _shop.Outbox.ClaimAsync(10, TimeSpan.FromSeconds(1), _shop.Clock.GetUtcNow(), CancellationToken.None))
            .Where(m => m.Row.Type == nameof(StartRun)).Select(m => m.Run)];
}
