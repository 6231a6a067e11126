using AgentBus.Storage.Approvals;
using AgentBus.Storage.Queries;
using AgentBus.Storage.Runs;
using AgentBus.Workflows.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>What the committer promises, on every database.</summary>
public abstract class CommitTests : StoreTest
{
    [Fact]
    public async Task A_set_is_written_whole()
    {
        var run = await StartedAsync();
        var set = Given.Set(run, 1) with
        {
            CostUsd = 0.000000123m,
            Tokens = 7,
            Documents = [new DocumentRow("out", Given.Utf8("""{"a":1}"""))],
            Steps = [Given.Step("/do/0#1")],
            History = [new HistoryRow("step.started", "/do/0#1", """{"n":1}"""), new HistoryRow("attempt.dispatched", null, "{}")],
            Approvals = [Given.Approval()],
        };

        (await Committer.CommitAsync(set, default)).ShouldBeTrue();

        var loaded = await RunStore.LoadAsync(Given.Tenant, run, default);
        (loaded!.Version, loaded.Status, loaded.EngineState.Length).ShouldBe((2, "Running", 2));
        var view = await Queries.GetAsync(Given.Tenant, run, default);
        (view!.CostUsd, view.Tokens, view.UpdatedAt, view.EndedAt).ShouldBe((0.000000123m, 7, set.At, null));
        (await Queries.StepsAsync(Given.Tenant, run, 100, null, default)).ShouldHaveSingleItem().ShouldBe(set.Steps[0]);
        (await Queries.HistoryAsync(Given.Tenant, run, 0, 10, default)).ShouldBe(
            [
                new HistoryEntry(1, Given.Now, "run.created", null, """{"startedBy":"key:alice","inputBytes":15}"""),
                new HistoryEntry(2, set.At, "step.started", "/do/0#1", """{"n":1}"""),
                new HistoryEntry(3, set.At, "attempt.dispatched", null, "{}"),
            ]);
        (await Queries.DocumentAsync(Given.Tenant, run, "out", default)).ShouldBe(Given.Utf8("""{"a":1}"""));
    }

    [Fact]
    public async Task A_character_that_a_database_cannot_hold_stops_no_run()
    {
        var run = await StartedAsync();
        var set = Given.Set(run, 1) with
        {
            Status = "Faulted",
            EndedAt = Given.Now,
            Error = """{"type":"https://example.com/odd","title":"a\u0000b \\\\u0000"}""",
            History = [new HistoryRow("run.faulted", null, """{"error":"\u0000"}""")],
            Approvals = [Given.Approval() with { Title = "\0", Assignees = ["\0", "alice"] }],
        };

        (await Committer.CommitAsync(set, default)).ShouldBeTrue();

        (await Queries.GetAsync(Given.Tenant, run, default))!.Error.ShouldNotBeNull().ShouldContain("""\\\\u0000""");
        var page = await Queries.ListAsync(Given.Tenant, new RunFilter { ErrorType = "https://example.com/odd" }, 10, null, default);
        page.ShouldHaveSingleItem().Id.ShouldBe(run);
    }

    [Fact]
    public async Task Steps_are_read_by_pages_and_the_open_and_newest_first()
    {
        var run = await StartedAsync();
        var ended = Given.Now.AddMinutes(1);
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                Steps =
                [
                    Given.Step("/c"), Given.Step("/a", "Completed", 1, ended) with { StartedAt = Given.Now.AddSeconds(1) },
                    Given.Step("/b", "Completed", 1, ended) with { StartedAt = Given.Now.AddSeconds(2) },
                ],
            },
            default);

        var (steps, omitted) = await Queries.LatestStepsAsync(Given.Tenant, run, 2, default);
        (string.Join(' ', steps.Select(step => step.Step)), omitted).ShouldBe(("/c /b", 1));
        (await Queries.LatestStepsAsync(Given.Tenant, run, 3, default)).Omitted.ShouldBe(0);
        (await Queries.StepsAsync(Given.Tenant, run, 2, null, default)).Select(step => step.Step).ShouldBe(["/a", "/b"]);
        (await Queries.StepsAsync(Given.Tenant, run, 2, "/b", default)).Select(step => step.Step).ShouldBe(["/c"]);
        (await Queries.LatestStepsAsync("other", run, 2, default)).Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_set_for_an_old_version_writes_nothing_at_all()
    {
        var run = await StartedAsync();
        (await Committer.CommitAsync(Given.Set(run, 1), default)).ShouldBeTrue();
        var before = await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now.AddDays(9), default);
        var late = Given.Set(run, 1) with
        {
            Status = "Completed",
            EndedAt = Given.Now,
            CostUsd = 5,
            Documents = [new DocumentRow("late", Given.Utf8("1"))],
            Steps = [Given.Step("late")],
            History = [new HistoryRow("late", null, "{}")],
            Outbox = [Given.Message(), Given.Message(due: Given.Now.AddHours(1), timer: "late")],
            Approvals = [Given.Approval("late")],
        };

        (await Committer.CommitAsync(late, default)).ShouldBeFalse();

        (await Queries.GetAsync(Given.Tenant, run, default))!.Status.ShouldBe("Running");
        (await Queries.GetAsync(Given.Tenant, run, default))!.CostUsd.ShouldBe(0);
        (await Queries.StepsAsync(Given.Tenant, run, 100, null, default)).ShouldBeEmpty();
        (await Queries.HistoryAsync(Given.Tenant, run, 0, 10, default)).Count.ShouldBe(1);
        (await Queries.DocumentAsync(Given.Tenant, run, "late", default)).ShouldBeNull();
        (await Approvals.ListAsync(Given.Tenant, new ApprovalFilter(Run: run), 10, null, default)).ShouldBeEmpty();
        (await Outbox.ClaimAsync(100, TimeSpan.Zero, Given.Now.AddDays(9), default)).Count.ShouldBe(before.Count);
    }

    [Fact]
    public async Task A_lost_set_takes_nothing_away_either()
    {
        var run = await StartedAsync();
        var approval = Given.Approval("asked");
        var lease = new Leases.Lease(Given.Tenant, run, "held", 1, "research", "w1", Given.Now);
        await Leases.RenewAsync([lease], default);
        await Committer.CommitAsync(
            Given.Set(run, 1) with { Approvals = [approval], Outbox = [Given.Message(due: Given.Now.AddHours(1), timer: "t")] }, default);

        var late = Given.Set(run, 1) with
        {
            CancelledTimers = ["t"],
            ClosedApprovals = [new ApprovalClose("asked", "cancelled")],
            ClosedLeases = [new LeaseClose("held", 1)],
        };
        (await Committer.CommitAsync(late, default)).ShouldBeFalse();

        (await Approvals.GetAsync(Given.Tenant, approval.Id, default))!.State.ShouldBe("open");
        (await Leases.ClaimExpiredAsync(10, TimeSpan.Zero, Given.Now, default)).Count.ShouldBe(1);
        (await Outbox.ClaimAsync(10, TimeSpan.Zero, Given.Now.AddHours(2), default)).Count(message => message.Row.Timer == "t").ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_sets_for_one_version_exactly_one_wins()
    {
        var run = await StartedAsync();
        var sets = Enumerable.Range(0, 100).Select(number => Given.Set(run, 1) with
        {
            History = [new HistoryRow($"by{number}", null, "{}")],
        });

        var results = await Task.WhenAll(sets.Select(set => Committer.CommitAsync(set, default)));

        results.Count(won => won).ShouldBe(1);
        (await Queries.HistoryAsync(Given.Tenant, run, 0, 200, default)).Count.ShouldBe(2);
        (await RunStore.LoadAsync(Given.Tenant, run, default))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task History_is_numbered_without_gaps_or_repeats_under_concurrency()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartedAsync()));
        var processes = new[] { Process, Bed.NewProcess() };

        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => AppendAsync(processes[writer % 2], runs[writer % 4], writer)));

        foreach (var run in runs)
        {
            var entries = await Queries.HistoryAsync(Given.Tenant, run, 0, 1000, default);
            entries.Select(entry => entry.Number).ShouldBe(Enumerable.Range(1, 1 + (4 * 5 * 3)).Select(number => (long)number));
            entries.Skip(1).Chunk(3).ShouldAllBe(set => set.Select(entry => entry.Type).Distinct().Count() == 1);
        }
    }

    /// <summary>Appends five sets of three entries, loading again whenever another writer was first.</summary>
    private static async Task AppendAsync(IServiceProvider process, Guid run, int writer)
    {
        var (store, committer) = (process.GetRequiredService<IRunStore>(), process.GetRequiredService<ICommitter>());
        for (var written = 0; written < 5;)
        {
            var loaded = await store.LoadAsync(Given.Tenant, run, default);
            var entry = new HistoryRow($"w{writer}.{written}", null, "{}");
            if (await committer.CommitAsync(Given.Set(run, loaded!.Version) with { History = [entry, entry, entry] }, default))
                written++;
        }
    }

    [Fact]
    public async Task A_poison_set_does_not_fail_its_neighbours()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => StartedAsync()));
        var poison = Given.Set(runs[20], 1) with { Status = "Completed", EndedAt = null };

        var commits = runs.Select((run, index) => Committer.CommitAsync(index == 20 ? poison : Given.Set(run, 1), default)).ToArray();

        await Should.ThrowAsync<System.Data.Common.DbException>(commits[20]);
        foreach (var commit in commits.Where((_, index) => index != 20))
            (await commit).ShouldBeTrue();
        (await RunStore.LoadAsync(Given.Tenant, runs[20], default))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_written_twice_in_a_set_keeps_the_last_value()
    {
        var run = await StartedAsync();
        var set = Given.Set(run, 1) with
        {
            Documents = [new DocumentRow("d", Given.Utf8("1")), new DocumentRow("d", Given.Utf8("2"))],
            Steps = [Given.Step("s"), Given.Step("s", "Completed", 2, Given.Now)],
            Outbox = [Given.Message(Given.Now.AddHours(1), "A", timer: "t"), Given.Message(Given.Now.AddHours(2), "B", timer: "t")],
        };

        (await Committer.CommitAsync(set, default)).ShouldBeTrue();

        (await Queries.DocumentAsync(Given.Tenant, run, "d", default)).ShouldBe(Given.Utf8("2"));
        (await Queries.StepsAsync(Given.Tenant, run, 100, null, default)).ShouldHaveSingleItem().ShouldBe(set.Steps[1]);
        var timer = (await Outbox.ClaimAsync(10, TimeSpan.Zero, Given.Now.AddDays(1), default)).Single(message => message.Row.Timer == "t");
        (timer.Row.Type, timer.Row.Due).ShouldBe(("B", Given.Now.AddHours(2)));
    }

    [Fact]
    public async Task A_read_set_loads_exactly_its_documents()
    {
        var run = await StartedAsync();
        var documents = new[] { "a", "b", "items[0]", "items[1]", "items[2]", "items[10]" };
        await Committer.CommitAsync(
            Given.Set(run, 1) with { Documents = [.. documents.Select(key => new DocumentRow(key, Given.Utf8($"\"{key}\"")))] }, default);

        var data = await RunStore.LoadDocumentsAsync(
            Given.Tenant, run, new ReadSet(["a", "missing", "input"], [new CollectionRead("items", 2)]), default);

        foreach (var key in new[] { "a", "items[0]", "items[1]" })
        {
            data.TryGet(key, out var value).ShouldBeTrue();
            value.GetString().ShouldBe(key);
        }
        data.TryGet("input", out var input).ShouldBeTrue();
        input.GetProperty("topic").GetString().ShouldBe("tea");
        foreach (var key in new[] { "b", "missing", "items[2]", "items[10]" })
            data.TryGet(key, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_collection_of_ten_thousand_documents_loads()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                Documents = [.. Enumerable.Range(0, 10_000).Select(index => new DocumentRow($"items[{index}]", Given.Utf8($"{index}")))],
            },
            default);

        var data = await RunStore.LoadDocumentsAsync(Given.Tenant, run, new ReadSet([], [new CollectionRead("items", 10_000)]), default);

        data.TryGet("items[9999]", out var last).ShouldBeTrue();
        last.GetInt32().ShouldBe(9999);
    }

    [Fact]
    public async Task Another_tenant_neither_sees_nor_moves_a_run()
    {
        var run = await StartedAsync();

        (await Committer.CommitAsync(Given.Set(run, 1, tenant: "other"), default)).ShouldBeFalse();
        (await RunStore.LoadAsync("other", run, default)).ShouldBeNull();
        (await Queries.GetAsync("other", run, default)).ShouldBeNull();
        (await Queries.HistoryAsync("other", run, 0, 10, default)).ShouldBeEmpty();
        (await Queries.DocumentAsync("other", run, "input", default)).ShouldBeNull();
        (await Queries.ListAsync("other", new RunFilter(), 10, null, default)).ShouldBeEmpty();
        (await RunStore.LoadDocumentsAsync("other", run, new ReadSet(["input"], []), default)).TryGet("input", out _).ShouldBeFalse();
        (await RunStore.LoadAsync(Given.Tenant, run, default))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_finished_run_keeps_its_end_and_error()
    {
        var run = await StartedAsync();
        var set = Given.Set(run, 1) with { Status = "Faulted", EndedAt = Given.Now.AddSeconds(2), Error = """{"status":500}""" };

        (await Committer.CommitAsync(set, default)).ShouldBeTrue();

        var view = await Queries.GetAsync(Given.Tenant, run, default);
        (view!.Status, view.EndedAt, view.Error).ShouldBe(("Faulted", set.EndedAt, set.Error));
    }

    [Fact]
    public async Task A_run_that_is_over_keeps_its_end_at_a_late_result_and_has_a_new_one_when_it_ends_anew()
    {
        var run = await StartedAsync();
        var set = Given.Set(run, 1) with { Status = "Faulted", EndedAt = Given.Now.AddSeconds(2), Error = """{"status":500}""" };
        (await Committer.CommitAsync(set, default)).ShouldBeTrue();

        (await Committer.CommitAsync(set with { ExpectedVersion = 2, EndedAt = null, At = Given.Now.AddSeconds(5) }, default)).ShouldBeTrue();
        (await Queries.GetAsync(Given.Tenant, run, default))!.EndedAt.ShouldBe(set.EndedAt);

        (await Committer.CommitAsync(set with { ExpectedVersion = 3, EndedAt = Given.Now.AddSeconds(9) }, default)).ShouldBeTrue();
        (await Queries.GetAsync(Given.Tenant, run, default))!.EndedAt.ShouldBe(Given.Now.AddSeconds(9));
    }
}

public sealed class SqliteCommitTests : CommitTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresCommitTests : CommitTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
