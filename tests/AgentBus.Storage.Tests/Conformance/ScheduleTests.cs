using AgentBus.Contracts;
using AgentBus.Storage.Definitions;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Schedules;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Schedules of definitions, and the events they gather.</summary>
public abstract class ScheduleTests : StoreTest
{
    private static readonly ScheduleKey Key = new(Given.Tenant, "demo", "nightly", "1.0.0");
    private static readonly DateTimeOffset First = Given.Now.AddHours(1);
    private static readonly DateTimeOffset Second = Given.Now.AddHours(2);

    private IScheduleStore Schedules => Process.GetRequiredService<IScheduleStore>();

    [Fact]
    public async Task A_put_begins_the_schedule_and_another_version_takes_it_over()
    {
        await PutAsync("1.0.0", First);
        (await Schedules.ListAsync(Given.Tenant, default)).ShouldBe([new ScheduleRow(Key, First)]);
        (await DueAsync()).ShouldBe([First]);

        await PutAsync("1.1.0", Second);
        await PutAsync("1.0.1", First);
        (await Schedules.ListAsync(Given.Tenant, default)).ShouldBe([new ScheduleRow(Key with { Version = "1.1.0" }, Second)], "a lower version changes nothing");
        (await Schedules.MoveAsync(Key, First, Second, default)).ShouldBeFalse();

        await PutAsync("2.0.0", null);
        (await Schedules.ListAsync(Given.Tenant, default)).ShouldBeEmpty();
        (await Schedules.ListAsync("other", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_moves_from_one_place_one_holds_and_adds_its_message()
    {
        await PutAsync("1.0.0", First);
        var processes = new[] { Process, Bed.NewProcess() };

        var moves = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            processes[number % 2].GetRequiredService<IScheduleStore>().MoveAsync(Key, First, Second.AddSeconds(number), default)));

        moves.Count(moved => moved).ShouldBe(1);
        (await DueAsync()).ShouldBe([First, Second.AddSeconds(Array.IndexOf(moves, true))]);
    }

    [Fact]
    public async Task A_schedule_can_wait_for_the_end_of_a_run()
    {
        await PutAsync("1.0.0", First);
        (await Schedules.MoveAsync(Key, null, Second, default)).ShouldBeFalse("it does not wait");
        (await Schedules.MoveAsync(Key, First, null, default)).ShouldBeTrue();
        (await Schedules.ListAsync(Given.Tenant, default)).ShouldBe([new ScheduleRow(Key, null)]);
        (await Schedules.MoveAsync(Key, null, Second, default)).ShouldBeTrue();
        (await Schedules.MoveAsync(Key, null, Second, default)).ShouldBeFalse();
        (await DueAsync()).ShouldBe([First, Second]);
    }

    [Fact]
    public async Task Events_are_kept_until_enough_are_chosen_and_then_belong_to_one_run()
    {
        (await GatherAsync("a", Three)).ShouldBeNull();
        (await GatherAsync("a", Three)).ShouldBeNull("it came before");
        (await GatherAsync("b", Three)).ShouldBeNull();
        var run = (await GatherAsync("c", Three)).ShouldNotBeNull();

        run.Events.Select(kept => kept.Id).ShouldBe(["a", "b", "c"]);
        var again = (await GatherAsync("b", _ => throw new InvalidOperationException("nothing is chosen for a repetition"))).ShouldNotBeNull();
        (again.Run, string.Join(',', again.Events.Select(kept => kept.Id))).ShouldBe((run.Run, "a,b,c"));
        IReadOnlyList<string> offered = [];
        (await GatherAsync("d", kept =>
        {
            offered = [.. kept.Select(one => one.Id)];
            return new GatherDecision.Keep();
        })).ShouldBeNull();
        offered.ShouldBe(["d"], "those of a run are not offered again");
    }

    [Fact]
    public async Task Events_that_come_at_once_are_gathered_one_after_the_other()
    {
        var processes = new[] { Process, Bed.NewProcess() };

        var runs = await Task.WhenAll(Enumerable.Range(0, 30).Select(number =>
            GatherAsync($"{number}", Three, processes[number % 2].GetRequiredService<IScheduleStore>())));

        var found = runs.OfType<GatheredRun>().ToList();
        found.Count.ShouldBe(10);
        found.SelectMany(run => run.Events).Select(kept => kept.Id).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task An_event_that_is_refused_is_not_kept()
    {
        (await GatherAsync("a", Three)).ShouldBeNull();
        (await GatherAsync("bad", _ => new GatherDecision.Refuse())).ShouldBeNull();
        (await GatherAsync("b", Three)).ShouldBeNull();

        (await GatherAsync("c", Three)).ShouldNotBeNull().Events.Select(kept => kept.Id).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task While_it_is_decided_others_write_and_a_decision_that_they_made_stale_is_made_again()
    {
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var offered = new List<int>();
        var slow = Task.Run(() => GatherAsync("slow", kept =>
        {
            offered.Add(kept.Count);
            if (offered.Count == 1)
            {
                entered.Release();
                go.Wait();
            }

            return Three(kept);
        }));
        await entered.WaitAsync();

        await StartedAsync();
        (await GatherAsync("quick", Three, Bed.NewProcess().GetRequiredService<IScheduleStore>())).ShouldBeNull();
        go.Release();

        (await slow).ShouldBeNull();
        offered.ShouldBe([1, 2]);
        (await GatherAsync("third", Three)).ShouldNotBeNull().Events.Select(kept => kept.Id).ShouldBe(["quick", "slow", "third"]);
    }

    private static GatherDecision Three(IReadOnlyList<KeptEvent> kept) => kept.Count < 3 ? new GatherDecision.Keep() : new GatherDecision.Start([0, 1, 2]);

    private Task<GatheredRun?> GatherAsync(string id, Func<IReadOnlyList<KeptEvent>, GatherDecision> decide, IScheduleStore? schedules = null) =>
        (schedules ?? Schedules).GatherAsync(Key, new KeptEvent("/shop", id, Given.Utf8($"\"{id}\""), Given.Now), decide, default);

    private Task<PutDefinition> PutAsync(string version, DateTimeOffset? due) => Definitions.PutAsync(
        new StoredDefinition(Given.Tenant, "demo", "nightly", version, null, version, [], [], Given.Now, "ann") { FirstDue = due }, default);

    private async Task<List<DateTimeOffset>> DueAsync() =>
        [.. (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now.AddDays(9), default))
            .Where(message => message.Row.Type == nameof(ScheduleDue)).Select(message => message.Row.Due)];
}

public sealed class SqliteScheduleTests : ScheduleTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresScheduleTests : ScheduleTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
