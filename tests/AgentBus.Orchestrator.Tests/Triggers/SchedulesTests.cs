using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Queries;
using AgentBus.Workflows.Execution;

namespace AgentBus.Orchestrator.Tests.Triggers;

public sealed class SchedulesTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async Task InitializeAsync() => _shop = await Shop.OpenAsync();

    public Task DisposeAsync() => _shop.DisposeAsync().AsTask();

    [Fact]
    public async Task A_time_that_is_due_starts_one_run_however_often_its_message_comes_and_the_next_time_follows()
    {
        await ApplyAsync("every: PT10M");
        var due = (await DueAsync()).Single();
        _shop.Clock.Advance(TimeSpan.FromMinutes(10));
        await Task.WhenAll(_shop.Scheduler().StartAsync(due, default), _shop.Scheduler().StartAsync(due, default));
        await _shop.Scheduler().StartAsync(due, default);

        var run = (await RunsAsync()).ShouldHaveSingleItem();
        run.StartedBy.ShouldBe($"schedule {due.Due:u}");
        (await DueAsync()).Select(message => message.Due - due.Due).ShouldBe([TimeSpan.Zero, TimeSpan.FromMinutes(10)]);
    }

    [Fact]
    public async Task Times_missed_while_everything_was_down_start_one_run_then_it_goes_on()
    {
        await ApplyAsync("cron: '0 * * * *'");
        var due = (await DueAsync()).Single();
        _shop.Clock.Advance(TimeSpan.FromHours(50));
        await _shop.Scheduler().StartAsync(due, default);

        (await RunsAsync()).ShouldHaveSingleItem();
        var next = (await DueAsync())[^1].Due;
        next.ShouldBeGreaterThan(_shop.Clock.GetUtcNow());
        (next - _shop.Clock.GetUtcNow()).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_new_version_replaces_the_schedule_and_one_without_ends_it()
    {
        await ApplyAsync("every: PT10M");
        var old = (await DueAsync()).Single();
        await ApplyAsync("every: PT1H", "1.1.0");
        await _shop.Scheduler().StartAsync(old, default);
        (await RunsAsync()).ShouldBeEmpty();
        var due = (await DueAsync())[^1];
        (due.Version, due.Due - _shop.Clock.GetUtcNow()).ShouldBe(("1.1.0", TimeSpan.FromHours(1)));

        await ApplyAsync("on: { one: { with: { type: x } } }", "1.2.0");
        await _shop.Scheduler().StartAsync(due, default);
        (await RunsAsync()).ShouldBeEmpty();
        (await _shop.Schedules.ListAsync(Shop.Tenant, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_waits_for_the_end_which_counts_once()
    {
        await ApplyAsync("after: PT1H");
        var due = (await DueAsync()).Single();
        _shop.Clock.Advance(TimeSpan.FromHours(1));
        await _shop.Scheduler().StartAsync(due, default);
        (await _shop.Schedules.ListAsync(Shop.Tenant, default)).Single().NextDue.ShouldBeNull();
        var run = (await RunsAsync()).Single();
        RunState.FromBytes((await _shop.Runs.LoadAsync(Shop.Tenant, run.Id, default))!.EngineState).ScheduledFor.ShouldBe(due.Due);

        var ended = new ScheduleFollowing(Shop.Tenant, "shop", "nightly", "1.0.0", due.Due.AddHours(2));
        await _shop.Scheduler().FollowAsync(ended, default);
        await _shop.Scheduler().FollowAsync(ended with { Due = due.Due.AddHours(3) }, default);
        (await _shop.Schedules.ListAsync(Shop.Tenant, default)).Single().NextDue.ShouldBe(due.Due.AddHours(2));
        (await DueAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Several_events_are_gathered_and_a_repetition_after_a_crash_starts_the_run_that_is_missing()
    {
        await ApplyAsync("on: { all: [ { with: { type: ordered } }, { with: { type: paid } } ] }");
        await PublishAsync("ordered", "1");
        await PublishAsync("ordered", "1");
        (await RunsAsync()).ShouldBeEmpty();
        await PublishAsync("paid", "2");
        await PublishAsync("paid", "2");

        var run = (await RunsAsync()).ShouldHaveSingleItem();
        var input = JsonElement.Parse((await _shop.Queries.DocumentAsync(Shop.Tenant, run.Id, "input", default))!);
        input.EnumerateArray().Select(happened => happened.GetProperty("type").GetString()).ShouldBe(["ordered", "paid"]);
    }

    [Fact]
    public async Task Every_event_starts_a_run_of_a_definition_that_wants_any()
    {
        await ApplyAsync("on: { any: [] }");
        await PublishAsync("ordered", "1");
        await PublishAsync("paid", "2");

        (await RunsAsync()).Count.ShouldBe(2);
    }

    private Task ApplyAsync(string schedule, string version = "1.0.0") => _shop.ApplyAsync($$"""
        document: { dsl: '1.0.3', namespace: shop, name: nightly, version: '{{version}}' }
        schedule: { {{schedule}} }
        do: [ { done: { set: { ok: true } } } ]
        """);

    private Task PublishAsync(string type, string id) => _shop.Triggers().StartAsync(
        new TenantEvent(Shop.Tenant, JsonElement.Parse($$"""{"specversion":"1.0","id":"{{id}}","source":"/shop","type":"{{type}}"}""")), default);

    private Task<IReadOnlyList<RunView>> RunsAsync() => _shop.Queries.ListAsync(Shop.Tenant, new RunFilter(), 100, null, default);

    private async Task<List<ScheduleDue>> DueAsync() =>
        [.. (await _shop.Outbox.ClaimAsync(100, TimeSpan.Zero, _shop.Clock.GetUtcNow().AddYears(1), default))
            .Where(message => message.Row.Type == nameof(ScheduleDue))
            .Select(message => JsonSerializer.Deserialize(message.Row.Body.Span, ContractsJson.Default.ScheduleDue)!)];
}
