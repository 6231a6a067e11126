using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>A run starts once, whoever repeats it.</summary>
public abstract class StartTests : StoreTest
{
    [Fact]
    public async Task A_set_begins_a_run_with_its_first_decision_and_writes_nothing_where_the_run_is_there_already()
    {
        var run = Given.NewRun(requestKey: "k1");
        var set = Given.Set(run.Id, 0) with
        {
            Begins = run,
            Documents = [new DocumentRow("out", Given.Utf8("""{"a":1}"""))],
            History = [new HistoryRow("run.started", null, "{}")],
            Outbox = [Given.Message(Given.Now.AddSeconds(1))],
        };

        (await Committer.CommitAsync(set, default)).ShouldBeTrue();
        (await Committer.CommitAsync(set with { Outbox = [Given.Message(Given.Now.AddSeconds(1))] }, default)).ShouldBeFalse();
        var other = Given.NewRun(requestKey: "k1");
        (await Committer.CommitAsync(set with { Run = other.Id, Begins = other }, default)).ShouldBeFalse();

        var view = (await Queries.GetAsync(Given.Tenant, run.Id, default))!;
        (view.Status, view.RequestKey, view.StartedBy, view.CreatedAt, view.UpdatedAt).ShouldBe(("Running", "k1", "key:alice", Given.Now, set.At));
        var loaded = (await RunStore.LoadAsync(Given.Tenant, run.Id, default))!;
        (loaded.Version, loaded.Name, loaded.DefinitionVersion).ShouldBe((1, run.Name, run.Version));
        loaded.EngineState.ShouldBe(set.EngineState);
        (await Queries.DocumentAsync(Given.Tenant, run.Id, "input", default)).ShouldBe(run.Input.ToArray());
        (await Queries.DocumentAsync(Given.Tenant, run.Id, "out", default)).ShouldNotBeNull();
        (await Queries.HistoryAsync(Given.Tenant, run.Id, 0, 10, default)).Select(entry => entry.Type).ShouldBe(["run.created", "run.started"]);
        (await Queries.ListAsync(Given.Tenant, new RunFilter(Text: "tea"), 10, null, default)).ShouldHaveSingleItem().Id.ShouldBe(run.Id);
        (await Outbox.ClaimAsync(10, TimeSpan.Zero, Given.Now.AddYears(1), default)).ShouldHaveSingleItem().Row.MessageId.ShouldBe(set.Outbox[0].MessageId);
        (await Committer.CommitAsync(Given.Set(run.Id, 1) with { Status = "Completed", EndedAt = Given.Now }, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_sets_that_begin_a_run_of_one_key_at_the_same_time_one_is_written()
    {
        var processes = new[] { Process, Bed.NewProcess() };
        var sets = Enumerable.Range(0, 40).Select(number => Given.NewRun(requestKey: $"k{number % 4}"))
            .Select(run => Given.Set(run.Id, 0) with { Begins = run }).ToList();

        var written = await Task.WhenAll(sets.Select((set, number) => processes[number / 4 % 2].GetRequiredService<ICommitter>().CommitAsync(set, default)));

        written.Count(one => one).ShouldBe(4);
        var runs = await Queries.ListAsync(Given.Tenant, new RunFilter(), 100, null, default);
        runs.Select(run => run.RequestKey).ShouldBe(["k0", "k1", "k2", "k3"], ignoreOrder: true);
        runs.Select(run => run.Id).ShouldBe(sets.Where((_, number) => written[number]).Select(set => set.Run), ignoreOrder: true);
        (await Queries.HistoryAsync(Given.Tenant, sets[Array.IndexOf(written, false)].Run, 0, 10, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_commits_run_input_history_and_message_together()
    {
        var run = Given.NewRun(requestKey: "k1");

        (await RunStore.StartAsync(run, default)).ShouldBe(new StartedRun(run.Id, Created: true, SameRequest: true));

        var view = await Queries.GetAsync(Given.Tenant, run.Id, default);
        (view!.Status, view.RequestKey, view.StartedBy, view.CreatedAt).ShouldBe(("Pending", "k1", "key:alice", Given.Now));
        (await RunStore.LoadAsync(Given.Tenant, run.Id, default))!.EngineState.ShouldBe(run.EngineState);
        (await Queries.DocumentAsync(Given.Tenant, run.Id, "input", default)).ShouldBe(run.Input.ToArray());
        (await Queries.HistoryAsync(Given.Tenant, run.Id, 0, 10, default)).ShouldHaveSingleItem().Type.ShouldBe("run.created");
        var message = (await Outbox.ClaimAsync(10, TimeSpan.FromSeconds(30), Given.Now, default)).ShouldHaveSingleItem();
        (message.Tenant, message.Run, message.Row.MessageId, message.Row.Type, message.Attempts)
            .ShouldBe((Given.Tenant, run.Id, run.Start.MessageId, "StartRun", 0));
        message.Row.Body.ToArray().ShouldBe(run.Start.Body.ToArray());
    }

    [Theory]
    [InlineData("""{"topic":"tea"}""", "briefing", "1.0.0", true)]
    [InlineData("""{ "topic" : "tea" }""", "briefing", "1.0.0", true)]
    [InlineData("""{"topic":"tea"}""", "briefing", "2.0.0", true)]
    [InlineData("""{"topic":"coffee"}""", "briefing", "1.0.0", false)]
    [InlineData("""{"topic":"tea"}""", "other", "1.0.0", false)]
    public async Task A_repeated_request_key_finds_the_first_run(string input, string name, string version, bool same)
    {
        var first = Given.NewRun(requestKey: "k");
        await RunStore.StartAsync(first, default);

        var again = await RunStore.StartAsync(Given.NewRun(requestKey: "k", input: input, name: name, version: version), default);

        again.ShouldBe(new StartedRun(first.Id, Created: false, SameRequest: same));
        (await Queries.ListAsync(Given.Tenant, new Queries.RunFilter(), 10, null, default)).Count.ShouldBe(1);
        (await Outbox.ClaimAsync(10, TimeSpan.Zero, Given.Now, default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_id_finds_the_first_run()
    {
        var first = Given.NewRun();
        await RunStore.StartAsync(first, default);

        (await RunStore.StartAsync(Given.NewRun(id: first.Id), default)).ShouldBe(new StartedRun(first.Id, Created: false, SameRequest: true));
    }

    [Fact]
    public async Task A_request_key_belongs_to_its_tenant()
    {
        await RunStore.StartAsync(Given.NewRun(requestKey: "k"), default);

        (await RunStore.StartAsync(Given.NewRun(requestKey: "k", tenant: "other"), default)).Created.ShouldBeTrue();
    }

    [Fact]
    public async Task An_id_of_another_tenants_run_is_refused_and_says_why()
    {
        var first = Given.NewRun();
        await RunStore.StartAsync(first, default);

        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => RunStore.StartAsync(Given.NewRun(id: first.Id, tenant: "other"), default));

        error.Message.ShouldContain("another tenant has a run of this id");
    }

    [Fact]
    public async Task Many_starts_at_once_are_all_there_whole()
    {
        var runs = Enumerable.Range(0, 200).Select(number => Given.NewRun(requestKey: $"k{number}", input: $$"""{"n":{{number}}}""")).ToList();

        var started = await Task.WhenAll(runs.Select(run => RunStore.StartAsync(run, default)));

        started.ShouldBe(runs.Select(run => new StartedRun(run.Id, Created: true, SameRequest: true)));
        foreach (var run in runs.Where((_, index) => index % 20 == 0))
        {
            (await Queries.DocumentAsync(Given.Tenant, run.Id, "input", default)).ShouldBe(run.Input.ToArray());
            (await Queries.HistoryAsync(Given.Tenant, run.Id, 0, 10, default)).ShouldHaveSingleItem().Type.ShouldBe("run.created");
        }
        (await Outbox.ClaimAsync(1000, TimeSpan.Zero, Given.Now, default)).Select(message => message.Row.MessageId)
            .ShouldBe(runs.Select(run => run.Start.MessageId), ignoreOrder: true);
    }

    [Fact]
    public async Task Repetitions_among_many_starts_at_once_find_the_one_that_was_made()
    {
        var runs = Enumerable.Range(0, 20).Select(_ => Given.NewRun()).ToList();

        var started = await Task.WhenAll(runs.Concat(runs).Concat(runs).Select(run => RunStore.StartAsync(run, default)));

        started.Count(start => start.Created).ShouldBe(20);
        started.ShouldAllBe(start => start.SameRequest);
        started.Select(start => start.Run).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task A_bad_start_does_not_fail_its_neighbours()
    {
        var runs = Enumerable.Range(0, 30).Select(number => number == 7 ? Given.NewRun(name: "") : Given.NewRun()).ToList();

        var starts = runs.Select(run => RunStore.StartAsync(run, default)).ToList();

        await Should.ThrowAsync<System.Data.Common.DbException>(starts[7]);
        foreach (var start in starts.Where((_, index) => index != 7))
            (await start).Created.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_starts_at_once_with_one_key_one_creates_and_all_agree()
    {
        var processes = new[] { Process, Bed.NewProcess() };
        var starts = Enumerable.Range(0, 20).Select(number =>
            processes[number % 2].GetRequiredService<IRunStore>().StartAsync(Given.NewRun(requestKey: "k"), default));

        var started = await Task.WhenAll(starts);

        started.Count(start => start.Created).ShouldBe(1);
        started.Select(start => start.Run).Distinct().Count().ShouldBe(1);
        (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now, default)).Count.ShouldBe(1);
    }
}

public sealed class SqliteStartTests : StartTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresStartTests : StartTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
