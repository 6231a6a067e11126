using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Orchestrator.Triggers;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Schedules;
using Microsoft.Extensions.Logging;

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
        var run = (await _shop.Queries.GetAsync(Shop.Tenant, started[0], CancellationToken.None))!;
        run.Status.ShouldBe("Completed");
        run.RequestKey.ShouldBe(RequestKeys.OfEvent("shop", "refund", "/erp", "1"));
        run.Id.Version.ShouldBe(7, "runs that begin together lie together in the store");
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

    [Fact]
    public async Task A_condition_that_reaches_the_limits_refuses_each_event_and_gathers_none()
    {
        await GatheringAsync("[range(1e9)]");
        var seen = new SeenEvent<EventTriggers>(2032);

        await PublishAsync("1", "/erp", 1, type: "gg", log: seen);

        seen.Seen.ShouldBeTrue();
        (await GatherAsync()).ShouldBe(["probe"], "nothing was kept");
        (await StartsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_that_fails_is_said_and_does_not_fit()
    {
        var seen = new SeenEvent<EventTriggers>(2032);

        await PublishAsync("1", "/erp", 5, log: seen);
        seen.Seen.ShouldBeFalse("it did not fail");
        await _shop.ApplyAsync("""
            document: { dsl: '1.0.3', namespace: shop, name: broken, version: '1.0.0' }
            schedule: { on: { one: { with: { type: refund.requested, data: '${ .amount | ltrimstr(1) | explode }' } } } }
            do: [ { done: { set: { ok: true } } } ]
            """);
        await PublishAsync("2", "/erp", 5, log: seen);

        seen.Seen.ShouldBeTrue();
        (await StartsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_condition_that_holds_over_what_came_so_far_starts_one_run()
    {
        await GatheringAsync("length >= 3");

        foreach (var id in new[] { "1", "2", "3", "4" })
        {
            await PublishAsync(id, "/erp", 1, type: "gg");
        }

        var run = (await StartsAsync()).ShouldHaveSingleItem();
        (await _shop.Runs.LoadAsync(Shop.Tenant, run, CancellationToken.None))!.Status.ShouldBe("Completed");
        (await GatherAsync()).ShouldBe(["4", "probe"]);
    }

    [Fact]
    public async Task A_condition_is_asked_for_the_new_event_alone_and_not_again_for_those_before_it()
    {
        await GatheringAsync("length >= 9");
        await PublishAsync("1", "/erp", 1, type: "gg");
        await PublishAsync("2", "/erp", 1, type: "gg");
        await GatheringAsync("length == 2", "1.1.0");

        await PublishAsync("3", "/erp", 1, type: "gg");

        (await StartsAsync()).ShouldBeEmpty("it holds over the first two, which were asked before");
        (await GatherAsync()).ShouldBe(["1", "2", "3", "probe"]);
    }

    private Task GatheringAsync(string until, string version = "1.0.0") => _shop.ApplyAsync($$$"""
        document: { dsl: '1.0.3', namespace: shop, name: gathering, version: '{{{version}}}' }
        schedule: { on: { any: [ { with: { type: gg } } ], until: '{{{until}}}' } }
        do: [ { done: { set: { ok: true } } } ]
        """);

    /// <summary>Ids of the events kept, and of the one that asks.</summary>
    private async Task<IReadOnlyList<string>> GatherAsync()
    {
        IReadOnlyList<string> kept = [];
        await _shop.Schedules.GatherAsync(
            new ScheduleKey(Shop.Tenant, "shop", "gathering", "1.0.0"), new KeptEvent("/test", "probe", "{}"u8.ToArray(), _shop.Clock.GetUtcNow()),
            events =>
            {
                kept = [.. events.Select(one => one.Id)];
                return new GatherDecision.Refuse();
            },
            CancellationToken.None);
        return kept;
    }

    private Task PublishAsync(string id, string source, int amount, string type = "refund.requested", string tenant = Shop.Tenant,
        ILogger<EventTriggers>? log = null) =>
        _shop.Triggers(log).StartAsync(
            new TenantEvent(tenant, JsonElement.Parse(
                $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"{{{source}}}","type":"{{{type}}}","data":{"amount":{{{amount}}}}}""")),
            CancellationToken.None);

    private async Task<List<Guid>> StartsAsync() =>
        [.. (await _shop.Queries.ListAsync(Shop.Tenant, new RunFilter(), 100, null, CancellationToken.None)).Select(run => run.Id)];
}
