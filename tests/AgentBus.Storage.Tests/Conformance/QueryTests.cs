using AgentBus.Storage.Outbox;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Lists, pages and signals.</summary>
public abstract class QueryTests : StoreTest
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Pages_show_every_run_once_newest_first()
    {
        var ids = new List<Guid>();
        for (var number = 0; number < 7; number++)
            ids.Add((await RunStore.StartAsync(Given.NewRun(at: Given.Now.AddSeconds(number / 2)), default)).Run);

        var seen = new List<RunView>();
        for (RunCursor? after = null; await Queries.ListAsync(Given.Tenant, new RunFilter(), 3, after, default) is { Count: > 0 } page;)
        {
            seen.AddRange(page);
            after = new RunCursor(page[^1].CreatedAt, page[^1].Id);
        }

        seen.Select(run => run.Id).ShouldBe(ids, ignoreOrder: true);
        seen.Select(run => run.CreatedAt).ShouldBe(seen.Select(run => run.CreatedAt).OrderDescending());
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        var old = await RunStore.StartAsync(Given.NewRun(at: Given.Now.AddDays(-1)), default);
        var other = await RunStore.StartAsync(Given.NewRun(name: "other"), default);
        var done = await StartedAsync();
        await Committer.CommitAsync(Given.Set(done, 1) with { Status = "Completed", EndedAt = Given.Now }, default);

        (await ListAsync(new RunFilter(Status: "Completed"))).ShouldBe([done]);
        (await ListAsync(new RunFilter(Name: "other"))).ShouldBe([other.Run]);
        (await ListAsync(new RunFilter(Namespace: "nowhere"))).ShouldBeEmpty();
        (await ListAsync(new RunFilter(Until: Given.Now.AddHours(-1)))).ShouldBe([old.Run]);
        (await ListAsync(new RunFilter(Since: Given.Now.AddHours(-1)))).ShouldBe([done, other.Run], ignoreOrder: true);
    }

    [Fact]
    public async Task History_pages_go_on_after_a_number()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with { History = [.. Enumerable.Range(2, 8).Select(number => new HistoryRow($"h{number}", null, "{}"))] }, default);

        (await Queries.HistoryAsync(Given.Tenant, run, 3, 2, default)).Select(entry => entry.Type).ShouldBe(["h4", "h5"]);
    }

    [Fact]
    public async Task A_message_added_by_one_process_wakes_the_relay_of_another()
    {
        var signal = OtherProcess().GetRequiredService<IChangeSignal>();
        await ListeningAsync(signal);
        var waiting = signal.WaitForOutboxAsync(Long, default);

        await Outbox.AddAsync(Given.Tenant, null, [Given.Message()], default);

        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_commit_wakes_who_watches_its_run_and_nobody_else()
    {
        var (run, quiet) = (await StartedAsync(), await StartedAsync());
        var signal = OtherProcess().GetRequiredService<IChangeSignal>();
        await ListeningAsync(signal);
        using var stop = new CancellationTokenSource();
        var (watching, other) = (signal.WaitForRunAsync(run, Long, default), signal.WaitForRunAsync(quiet, Long, stop.Token));

        await Committer.CommitAsync(Given.Set(run, 1), default);

        await watching.WaitAsync(TimeSpan.FromSeconds(20));
        other.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(other);
    }

    [Fact]
    public async Task A_wait_without_a_signal_ends_at_its_timeout()
    {
        var signal = Process.GetRequiredService<IChangeSignal>();
        await signal.WaitForRunAsync(Guid.NewGuid(), TimeSpan.FromMilliseconds(1), default);
    }

    /// <summary>The process that waits: another one where the database can tell it, which SQLite cannot.</summary>
    protected abstract IServiceProvider OtherProcess();

    /// <summary>Returns once the listening connection stands, which it tells by waking the relay.</summary>
    protected abstract Task ListeningAsync(IChangeSignal signal);

    private async Task<IEnumerable<Guid>> ListAsync(RunFilter filter) =>
        (await Queries.ListAsync(Given.Tenant, filter, 10, null, default)).Select(run => run.Id);
}

public sealed class SqliteQueryTests : QueryTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());

    protected override IServiceProvider OtherProcess() => Process;

    protected override Task ListeningAsync(IChangeSignal signal) => signal.WaitForOutboxAsync(TimeSpan.FromMilliseconds(1), default);
}

public sealed class PostgresQueryTests : QueryTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();

    protected override IServiceProvider OtherProcess() => Bed.NewProcess();

    protected override Task ListeningAsync(IChangeSignal signal) => signal.WaitForOutboxAsync(TimeSpan.FromSeconds(20), default);
}
