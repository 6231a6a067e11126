using AgentBus.Storage.Inbox;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>A message that is known by its id alone is carried out once.</summary>
public abstract class InboxTests : StoreTest
{
    private readonly Guid _message = Guid.NewGuid();

    private IInboxStore Inbox => Process.GetRequiredService<IInboxStore>();

    [Fact]
    public async Task A_message_is_known_when_its_set_is_written_and_in_its_run_alone()
    {
        var (run, other) = (await StartedAsync(), await StartedAsync());
        (await Inbox.HasAsync(Given.Tenant, run, _message, default)).ShouldBeFalse();

        (await Committer.CommitAsync(Given.Set(run, 1) with { Inbox = _message }, default)).ShouldBeTrue();

        (await Inbox.HasAsync(Given.Tenant, run, _message, default)).ShouldBeTrue();
        (await Inbox.HasAsync(Given.Tenant, other, _message, default)).ShouldBeFalse();
        (await Inbox.HasAsync("other", run, _message, default)).ShouldBeFalse();
        (await Committer.CommitAsync(Given.Set(other, 1) with { Inbox = _message }, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_set_whose_message_was_carried_out_writes_nothing_and_stops_no_neighbour()
    {
        var (run, neighbour) = (await StartedAsync(), await StartedAsync());
        await Committer.CommitAsync(Given.Set(run, 1) with { Inbox = _message }, default);

        var again = Committer.CommitAsync(
            Given.Set(run, 2) with { Inbox = _message, Status = "Paused", History = [new HistoryRow("again", null, "{}")], Outbox = [Given.Message()] }, default);
        var beside = Committer.CommitAsync(Given.Set(neighbour, 1), default);

        (await again).ShouldBeFalse();
        (await beside).ShouldBeTrue();
        var loaded = await RunStore.LoadAsync(Given.Tenant, run, default);
        (loaded!.Version, loaded.Status).ShouldBe((2, "Running"));
        (await Queries.HistoryAsync(Given.Tenant, run, 0, 10, default)).ShouldHaveSingleItem();
        (await Committer.CommitAsync(Given.Set(run, 2) with { Inbox = Guid.NewGuid() }, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lost_set_leaves_its_message_to_be_carried_out()
    {
        var run = await StartedAsync();
        (await Committer.CommitAsync(Given.Set(run, 7) with { Inbox = _message }, default)).ShouldBeFalse();

        (await Inbox.HasAsync(Given.Tenant, run, _message, default)).ShouldBeFalse();
        (await Committer.CommitAsync(Given.Set(run, 1) with { Inbox = _message }, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_processes_that_carry_out_one_message_at_once_one_does()
    {
        var run = await StartedAsync();
        var processes = new[] { Process, Bed.NewProcess() };

        var effects = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => CarryOutAsync(processes[number % 2], run)));

        effects.Sum().ShouldBe(1);
        (await Queries.HistoryAsync(Given.Tenant, run, 0, 10, default)).Count(entry => entry.Type == "paused").ShouldBe(1);
    }

    /// <summary>As a consumer does: load, look, decide, commit, and again when the run moved on.</summary>
    private async Task<int> CarryOutAsync(IServiceProvider process, Guid run)
    {
        var (store, inbox, committer) =
            (process.GetRequiredService<IRunStore>(), process.GetRequiredService<IInboxStore>(), process.GetRequiredService<ICommitter>());
        while (true)
        {
            var loaded = await store.LoadAsync(Given.Tenant, run, default);
            if (await inbox.HasAsync(Given.Tenant, run, _message, default))
                return 0;
            if (await committer.CommitAsync(Given.Set(run, loaded!.Version) with { Inbox = _message, History = [new HistoryRow("paused", null, "{}")] }, default))
                return 1;
        }
    }
}

public sealed class SqliteInboxTests : InboxTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresInboxTests : InboxTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
