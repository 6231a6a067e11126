using AgentBus.Storage.Agents;
using AgentBus.Storage.Memory;
using AgentBus.Storage.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>What agents leave for other runs: cached outputs, memories, counts of results.</summary>
public abstract class AgentDataTests : StoreTest
{
    private static readonly MemoryScope Briefing = new(Given.Tenant, "demo", "briefing");

    private IOutputCache Cache => Process.GetRequiredService<IOutputCache>();

    private IMemoryStore Memory => Process.GetRequiredService<IMemoryStore>();

    private IAgentResults Results => Process.GetRequiredService<IAgentResults>();

    [Fact]
    public async Task A_cached_output_is_found_until_it_expires_and_never_by_another_tenant()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(Given.Set(run, 1) with { CachedOutputs = [Output("1.0.0", "1")] }, default);

        var found = await FindAsync();
        found.ShouldNotBeNull();
        (found.Run, found.Step, found.Output.GetRawText(), found.StoredAt, found.ExpiresAt)
            .ShouldBe((run, "/do/0#1", "1", Given.Now.AddSeconds(1), Given.Now.AddHours(1)));
        (await FindAsync(tenant: "other")).ShouldBeNull();
        (await FindAsync(now: Given.Now.AddHours(1))).ShouldBeNull();
        (await Cache.SweepAsync(Given.Now.AddMinutes(59), 10, default)).ShouldBe(0);
        (await Cache.SweepAsync(Given.Now.AddHours(1), 10, default)).ShouldBe(1);
        (await FindAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_output_of_a_version_that_no_longer_runs_is_left_alone_while_another_runs()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(Given.Set(run, 1) with { CachedOutputs = [Output("1.0.0", "1"), Output("2.0.0", "2")] }, default);
        await Committer.CommitAsync(Given.Set(run, 2) with { CachedOutputs = [Output("1.0.0", "11")], At = Given.Now.AddSeconds(5) }, default);
        (await FindAsync())!.Output.GetRawText().ShouldBe("11", "nothing runs: the newest counts");

        await Workers.SeenAsync(new WorkerRow("w", "research", "2.0.0", [], 1, 0, Given.Now), default);
        (await FindAsync())!.Output.GetRawText().ShouldBe("2");
        await Workers.SeenAsync(new WorkerRow("w", "research", "3.0.0", [], 1, 0, Given.Now), default);
        (await FindAsync()).ShouldBeNull();
        (await FindAsync(now: Given.Now.AddMinutes(5)))!.Output.GetRawText().ShouldBe("11", "that worker is gone");
    }

    [Fact]
    public async Task A_set_that_lost_its_race_leaves_neither_output_nor_memory()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(Given.Set(run, 1), default);

        (await Committer.CommitAsync(Given.Set(run, 1) with { CachedOutputs = [Output("1.0.0", "1")], Memories = [Note("k", "1")] }, default)).ShouldBeFalse();

        (await FindAsync()).ShouldBeNull();
        (await Memory.GetAsync(Briefing, "k", Given.Now, default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_memory_is_replaced_read_listed_and_forgotten_within_its_workflow()
    {
        var (run, other) = (await StartedAsync(), await StartedAsync("other"));
        await Committer.CommitAsync(Given.Set(run, 1) with { Memories = [Note("b", "1"), Note("a", "2"), Note("b", """{"n":3}""")] }, default);
        await Committer.CommitAsync(Given.Set(other, 1, "other") with { Memories = [Note("b", "4")] }, default);

        var memory = await Memory.GetAsync(Briefing, "b", Given.Now, default);
        memory.ShouldNotBeNull();
        memory.Value.ShouldBe(Given.Utf8("""{"n":3}"""));
        (memory.Run, memory.Step, memory.StoredAt, memory.ExpiresAt).ShouldBe((run, "/do/0#1", Given.Now.AddSeconds(1), null));
        (await Memory.ListAsync(Briefing, null, 10, Given.Now, default)).Select(m => m.Key).ShouldBe(["a", "b"]);
        (await Memory.ListAsync(Briefing, "a", 10, Given.Now, default)).Select(m => m.Key).ShouldBe(["b"]);
        (await Memory.CountOthersAsync(Briefing, ["a", "x"], Given.Now, default)).ShouldBe(1);
        (await Memory.GetAsync(Briefing with { Name = "another" }, "b", Given.Now, default)).ShouldBeNull();

        (await Memory.ForgetAsync(Briefing, "b", default)).ShouldBeTrue();
        (await Memory.ForgetAsync(Briefing, "b", default)).ShouldBeFalse();
        (await Memory.SearchAsync(Briefing, "n", 10, Given.Now, default)).ShouldBeEmpty();
        (await Memory.ForgetAllAsync(Briefing, default)).ShouldBe(1);
        (await Memory.GetAsync(Briefing with { Tenant = "other" }, "b", Given.Now, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_search_ranks_by_shared_words_whatever_their_case_and_marks()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with
            {
                Memories =
                [
                    Note("queues", """{"text":"Quorum queues survive the loss of a node."}"""), Note("tea", """["Green tea, 80 degrees"]"""),
                    Note("nodes", """{"text":"A NODE is a broker."}"""),
                ],
            },
            default);

        var found = await Memory.SearchAsync(Briefing, "what if a node's queue-'queues' are lost? quorum!", 10, Given.Now, default);

        found.Select(m => m.Key).ShouldBe(["queues", "nodes"]);
        found[0].Score.ShouldBeGreaterThan(found[1].Score);
        (await Memory.SearchAsync(Briefing, "\" ' : * ( - NEAR", 10, Given.Now, default)).ShouldBeEmpty();
        (await Memory.SearchAsync(Briefing, "  ", 10, Given.Now, default)).ShouldBeEmpty();
        (await Memory.SearchAsync(Briefing, "node", 1, Given.Now, default)).Count.ShouldBe(1);
        (await Memory.SearchAsync(Briefing with { Tenant = "other" }, "node", 9, Given.Now, default)).ShouldBeEmpty();
        await Committer.CommitAsync(Given.Set(run, 2) with { Memories = [Note("nodes", "\"something else\"")] }, default);
        (await Memory.SearchAsync(Briefing, "node", 9, Given.Now, default)).Select(m => m.Key).ShouldBe(["queues"]);
    }

    [Fact]
    public async Task A_memory_is_gone_when_its_time_is_over_swept_or_not()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with { Memories = [Note("short", "\"word\"") with { ExpiresAt = Given.Now.AddHours(1) }, Note("long", "\"word\"")] }, default);

        (await Memory.SearchAsync(Briefing, "word", 9, Given.Now, default)).Count.ShouldBe(2);
        (await Memory.SearchAsync(Briefing, "word", 9, Given.Now.AddHours(2), default)).Single().Key.ShouldBe("long");
        (await Memory.GetAsync(Briefing, "short", Given.Now.AddHours(2), default)).ShouldBeNull();
        (await Memory.SweepAsync(Given.Now.AddHours(2), 10, default)).ShouldBe(1);
        (await Memory.SweepAsync(Given.Now.AddHours(2), 10, default)).ShouldBe(0);
    }

    [Fact]
    public async Task Runs_that_put_the_same_key_at_once_are_all_written()
    {
        var runs = new List<Guid>();
        for (var i = 0; i < 16; i++)
            runs.Add(await StartedAsync());

        var written = await Task.WhenAll(runs.Select((run, i) => Committer.CommitAsync(
            Given.Set(run, 1) with { Memories = [Note("one", $"{i}"), Note("two", $"{i}")], CachedOutputs = [Output("1.0.0", $"{i}")] }, default)));

        written.ShouldAllBe(won => won);
        (await Memory.ListAsync(Briefing, null, 10, Given.Now, default)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Results_are_summed_over_observers_by_version_and_slice()
    {
        var later = Given.Now.AddSeconds(10);
        await Results.AddAsync("o1", [new("research", "1.0.0", Given.Now, 3, 1), new("research", "1.0.0", later, 0, 2)], default);
        await Results.AddAsync("o1", [new("research", "1.0.0", Given.Now, 1, 0)], default);
        await Results.AddAsync("o2", [new("research", "1.0.0", Given.Now, 0, 5), new("research", "2.0.0", Given.Now, 1, 0)], default);

        (await Results.AllAsync(Given.Now, default)).ShouldBe(
            [new("research", "1.0.0", Given.Now, 4, 6), new("research", "2.0.0", Given.Now, 1, 0), new("research", "1.0.0", later, 0, 2)], ignoreOrder: true);
        (await Results.OthersAsync("o1", Given.Now, default)).Sum(count => count.Failed).ShouldBe(5);
        (await Results.AllAsync(later, default)).Count.ShouldBe(1);
        (await Results.SweepAsync(later, default)).ShouldBe(3);
    }

    private static CachedOutputRow Output(string version, string json) =>
        new("research", version, "hash", "/do/0#1", Given.Utf8(json), Given.Now.AddHours(1));

    private static MemoryRow Note(string key, string json) => new(key, Given.Utf8(json), "/do/0#1", null);

    private Task<AgentBus.Workflows.Execution.CachedOutput?> FindAsync(string tenant = Given.Tenant, DateTimeOffset? now = null) =>
        Cache.FindAsync(tenant, "research", "hash", now ?? Given.Now, (now ?? Given.Now).AddSeconds(-30), default);
}

public sealed class SqliteAgentDataTests : AgentDataTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresAgentDataTests : AgentDataTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
