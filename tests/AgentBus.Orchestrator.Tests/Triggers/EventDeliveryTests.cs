using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.Tests.Triggers;

public sealed class EventDeliveryTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync() => _shop.DisposeAsync().AsTask();

    [Fact]
    public async Task An_event_becomes_one_message_for_each_run_that_waits_for_its_type()
    {
        var run = await WaitingAsync("paid");
        await WaitingAsync("shipped");
        var paid = new TenantEvent(Shop.Tenant, JsonElement.Parse("""{"specversion":"1.0","id":"1","source":"/shop","type":"paid","data":5}"""));
        await _shop.Delivery().DeliverAsync(paid, default);
        await _shop.Delivery().DeliverAsync(paid, default);
        await _shop.Delivery().DeliverAsync(paid with { Tenant = "other" }, default);

        var sent = (await _shop.Outbox.ClaimAsync(100, TimeSpan.Zero, _shop.Clock.GetUtcNow(), default)).Where(message => message.Row.Type == nameof(DeliverEvent));
        var message = JsonSerializer.Deserialize(sent.ShouldHaveSingleItem().Row.Body.Span, ContractsJson.Default.DeliverEvent)!;
        (message.Run, message.By, message.Event.GetProperty("data").GetInt32()).ShouldBe((run, null, 5));
    }

    private async Task<Guid> WaitingAsync(string type)
    {
        var (run, now) = (Guid.NewGuid(), _shop.Clock.GetUtcNow());
        await _shop.Runs.StartAsync(new NewRun(run, Shop.Tenant, "shop", "wait", "1.0.0", "{}"u8.ToArray(), [1], null, "test", now, _shop.Message()), default);
        (await _shop.Committer.CommitAsync(
            new WriteSet
            {
                Tenant = Shop.Tenant, Run = run, ExpectedVersion = 1, Status = "Waiting", EngineState = [1], At = now,
                Subscriptions = [new SubscriptionRow("/do/0/wait#1", type)],
            },
            default)).ShouldBeTrue();
        return run;
    }
}
