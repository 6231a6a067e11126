using AgentBus.Storage.Data;
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
    public async Task Every_filter_finds_its_runs_and_no_others()
    {
        var plain = await RunStore.StartAsync(Given.NewRun(), default);
        var run = await RunStore.StartAsync(Given.NewRun(version: "2.0.0") with { StartedBy = "bob" }, default);
        const string Timeout = "https://serverlessworkflow.io/spec/1.0.0/errors/timeout";
        await Committer.CommitAsync(
            Given.Set(run.Run, 1) with
            {
                Status = "Faulted",
                EndedAt = Given.Now,
                Error = $$"""{"type":"{{Timeout}}"}""",
                Steps = [Given.Step("/do/0#1") with { Agent = "scout" }],
            },
            default);

        (await ListAsync(new RunFilter(Version: "2.0.0"))).ShouldBe([run.Run]);
        (await ListAsync(new RunFilter(Name: "briefing", Version: "1.0.0"))).ShouldBe([plain.Run]);
        (await ListAsync(new RunFilter(ErrorType: Timeout))).ShouldBe([run.Run]);
        (await ListAsync(new RunFilter(ErrorType: "timeout"))).ShouldBe([run.Run]);
        (await ListAsync(new RunFilter(ErrorType: "out"))).ShouldBeEmpty();
        (await ListAsync(new RunFilter(Agent: "scout"))).ShouldBe([run.Run]);
        (await ListAsync(new RunFilter(Agent: "research"))).ShouldBeEmpty();
        (await ListAsync(new RunFilter(StartedBy: "bob"))).ShouldBe([run.Run]);
        (await ListAsync(new RunFilter(Open: true))).ShouldBe([plain.Run]);
        (await ListAsync(new RunFilter(Open: false, StartedBy: "bob", Agent: "scout", Text: "tea"))).ShouldBe([run.Run]);
        (await Queries.ListAsync("other", new RunFilter(Text: "tea"), 10, null, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://example.org/errors/boom")]
    [InlineData("https://example.org/errors#boom")]
    [InlineData("urn:example:boom")]
    public async Task A_run_is_found_by_the_last_word_of_its_error_s_type(string type)
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(Given.Set(run, 1) with { Status = "Faulted", EndedAt = Given.Now, Error = $$"""{"type":"{{type}}"}""" }, default);

        (await ListAsync(new RunFilter(ErrorType: "boom"))).ShouldBe([run]);
        (await ListAsync(new RunFilter(ErrorType: type))).ShouldBe([run]);
        (await ListAsync(new RunFilter(ErrorType: "oom"))).ShouldBeEmpty();
        (await ListAsync(new RunFilter(ErrorType: "a-much-longer-word-than-any-type-there-is-in-the-store-boom"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tea", true)]
    [InlineData("TEA", true)]
    [InlineData("green tea", true)]
    [InlineData("green-tea", true)]
    [InlineData("green coffee", false)]
    [InlineData("te", false)]
    [InlineData("te*", true)]
    [InlineData("café", true)]
    [InlineData("42.5", true)]
    [InlineData("order7", true)]
    [InlineData("topic", false)]
    [InlineData("'; drop", false)]
    [InlineData("\" or 1", false)]
    [InlineData("not tea", false)]
    [InlineData("...", false)]
    public async Task Words_of_the_input_are_found_alike_on_both_databases(string text, bool found)
    {
        var run = await RunStore.StartAsync(
            Given.NewRun(input: """{"topic":"Green Tea, in the CAFÉ","deep":[{"n":42.5,"o":["order7",true,null]}]}"""), default);
        await RunStore.StartAsync(Given.NewRun(input: "{}"), default);

        (await ListAsync(new RunFilter(Text: text))).ShouldBe(found ? [run.Run] : []);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public async Task Many_matches_are_found_by_a_walk_as_few_are_by_a_look_up(int few)
    {
        var queries = new RunQueries(Process.GetRequiredService<Database>(), few);
        var found = new List<Guid>();
        for (var number = 0; number < 6; number++)
        {
            var run = await RunStore.StartAsync(Given.NewRun(input: $$"""{"n":"x{{number % 2}} y"}""", at: Given.Now.AddSeconds(number)), default);
            await Committer.CommitAsync(Given.Set(run.Run, 1) with { Steps = [Given.Step("s") with { Agent = number < 4 ? "old" : "new" }] }, default);
            found.Add(run.Run);
        }

        (await FindAsync(new RunFilter(Text: "x1"))).ShouldBe([found[5], found[3], found[1]]);
        (await FindAsync(new RunFilter(Agent: "old"))).ShouldBe([found[3], found[2], found[1], found[0]]);
        (await FindAsync(new RunFilter(Text: "y x0", Agent: "old"))).ShouldBe([found[2], found[0]]);

        async Task<IEnumerable<Guid>> FindAsync(RunFilter filter) => (await queries.ListAsync(Given.Tenant, filter, 10, null, default)).Select(run => run.Id);
    }

    [Fact]
    public async Task An_open_run_comes_with_all_that_explains_it()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                Status = "Paused",
                Steps = [Given.Step("open", "Waiting", 2), Given.Step("done", "Completed", 1, Given.Now)],
                Approvals = [Given.Approval("open~2")],
                Outbox = [Given.Message(due: Given.Now.AddHours(1), timer: "retry:2:open"), Given.Message(type: "Lost")],
                History = [new HistoryRow("run.paused", null, """{"by":"a"}"""), new HistoryRow("step.started", null, "{}"), new HistoryRow("run.paused", null, """{"by":"b"}""")],
            },
            default);
        var lost = (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now.AddMinutes(1), default)).Single(message => message.Row.Type == "Lost");
        await Outbox.FailAsync(lost.Row.MessageId, "too large", null, default);
        await Process.GetRequiredService<AgentBus.Storage.Leases.ILeaseStore>().RenewAsync(
            [new AgentBus.Storage.Leases.Lease(Given.Tenant, run, "open", 2, "research", "w1", Given.Now)], default);

        var open = (await OpenRuns.GetAsync(Given.Tenant, run, default)).ShouldNotBeNull();

        open.Run.Id.ShouldBe(run);
        open.Steps.ShouldHaveSingleItem().Step.ShouldBe("open");
        open.Approvals.ShouldHaveSingleItem().Step.ShouldBe("open~2");
        (open.Parked.ShouldHaveSingleItem().Type, open.Parked[0].LastError).ShouldBe(("Lost", "too large"));
        open.Timers.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("retry:2:open", Given.Now.AddHours(1)));
        open.Leased.ShouldBe(["open"]);
        open.Notes.ShouldHaveSingleItem().Data.ShouldBe("""{"by":"b"}""");
        (await OpenRuns.GetAsync("other", run, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Open_runs_are_listed_oldest_first_page_by_page_and_ended_ones_are_not()
    {
        var ids = new List<Guid>();
        for (var number = 0; number < 5; number++)
            ids.Add((await RunStore.StartAsync(Given.NewRun(at: Given.Now.AddSeconds(number)), default)).Run);
        await Committer.CommitAsync(Given.Set(ids[2], 1) with { Status = "Completed", EndedAt = Given.Now }, default);

        var seen = new List<Guid>();
        for (RunCursor? after = null; await OpenRuns.ListAsync(Given.Tenant, 2, after, default) is { Count: > 0 } page;)
        {
            seen.AddRange(page.Select(open => open.Run.Id));
            after = new RunCursor(page[^1].Run.CreatedAt, page[^1].Run.Id);
        }

        seen.ShouldBe([ids[0], ids[1], ids[3], ids[4]]);
    }

    [Fact]
    public async Task A_run_goes_by_another_version_from_the_commit_that_moves_it()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(Given.Set(run, 1) with { DefinitionVersion = "2.0.0" }, default);
        await Committer.CommitAsync(Given.Set(run, 2), default);

        (await RunStore.LoadAsync(Given.Tenant, run, default))!.DefinitionVersion.ShouldBe("2.0.0");
    }

    private IOpenRuns OpenRuns => Process.GetRequiredService<IOpenRuns>();

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
