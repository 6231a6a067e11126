using AgentBus.Contracts;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;

namespace AgentBus.Orchestrator.Tests.Saga;

public sealed class RunTurnsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Messages_that_come_together_leave_the_same_as_one_by_one(int seed)
    {
        await using var single = await FoldRun.BeginAsync();
        await using var together = await FoldRun.BeginAsync();
        var random = new Random(seed);
        for (var round = 0; round < 15; round++)
        {
            var messages = await MessagesAsync(single, random);
            await single.OneByOneAsync(messages);
            (await together.TogetherAsync(messages)).ShouldAllBe(error => error == null);

            (await together.AllAsync()).ShouldBe(await single.AllAsync(), $"seed {seed}, round {round}: {string.Join("; ", messages)}");
            single.Shop.Clock.Advance(TimeSpan.FromSeconds(1));
            together.Shop.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        (await together.VersionAsync()).ShouldBeLessThan(await single.VersionAsync());
    }

    [Fact]
    public async Task Results_that_wait_at_the_same_time_are_one_commit()
    {
        await using var run = await FoldRun.BeginAsync();
        var before = await run.VersionAsync();

        (await run.TogetherAsync((await run.AskedAsync()).Select(asked => FoldRun.Result(asked)))).ShouldAllBe(error => error == null);

        (await run.VersionAsync()).ShouldBe(before + 1);
        (await run.AskedAsync()).Count(asked => asked.Step.Contains("two", StringComparison.Ordinal)).ShouldBe(5);
    }

    [Fact]
    public async Task A_result_that_comes_twice_at_the_same_time_is_paid_once()
    {
        await using var run = await FoldRun.BeginAsync();
        var result = FoldRun.Result((await run.AskedAsync())[0], costUsd: 0.5);

        (await run.TogetherAsync([result, result, result])).ShouldAllBe(error => error == null);

        (await run.Shop.RowsAsync("select cost_usd from runs")).ShouldBe(["500000000"]);
    }

    [Fact]
    public async Task A_question_that_is_asked_and_out_of_time_at_the_same_moment_is_not_left_open()
    {
        await using var run = await FoldRun.BeginAsync();
        var asked = (await run.AskedAsync())[0];
        var timeout = (await run.TimersAsync()).Single(timer => timer.Contains(asked.Step, StringComparison.Ordinal));

        await run.TogetherAsync([FoldRun.Result(asked, AgentResultKind.AskHuman), new TimerFired(Shop.Tenant, FoldRun.Id, timeout)]);

        (await run.Shop.RowsAsync("select state from approvals")).ShouldHaveSingleItem().ShouldNotBe("open");
    }

    [Fact]
    public async Task A_message_of_another_tenant_finds_no_run_to_join()
    {
        await using var run = await FoldRun.BeginAsync();
        var results = (await run.AskedAsync()).ConvertAll(asked => FoldRun.Result(asked));
        results[1] = results[1] with { Tenant = "other" };

        var errors = await run.TogetherAsync(results);

        errors.Select(error => error is null).ShouldBe([true, false, true, true, true]);
        (await FinishedAsync(run)).ShouldNotContain(results[1].Step);
    }

    [Fact]
    public async Task One_that_cannot_be_decided_leaves_the_others_alone()
    {
        await using var run = await FoldRun.BeginAsync();
        var results = (await run.AskedAsync()).ConvertAll(asked => FoldRun.Result(asked));

        var errors = await run.TogetherAsync(results, message =>
            ReferenceEquals(message, results[2]) ? throw new InvalidOperationException("poison") : Task.CompletedTask);

        errors.Select(error => error?.Message).ShouldBe([null, null, "poison", null, null]);
        (await FinishedAsync(run)).ShouldBe(results.Where((_, i) => i != 2).Select(result => result.Step));
    }

    [Fact]
    public async Task One_that_cannot_be_written_leaves_the_others_alone()
    {
        Refusing refusing = null!;
        await using var run = await FoldRun.BeginAsync(shop => refusing = new Refusing(shop.Committer));
        var results = (await run.AskedAsync()).ConvertAll(asked => FoldRun.Result(asked));
        refusing.Step = results[1].Step;

        var errors = await run.TogetherAsync(results);

        errors.Select(error => error?.Message).ShouldBe([null, "refused", null, null, null]);
        (await FinishedAsync(run)).ShouldBe(results.Where((_, i) => i != 1).Select(result => result.Step));
    }

    [Fact]
    public async Task A_commit_that_another_process_was_faster_than_is_decided_again_with_all_in_it()
    {
        await using var run = await FoldRun.BeginAsync();
        var results = (await run.AskedAsync()).ConvertAll(asked => FoldRun.Result(asked));
        var decided = 0;

        var errors = await run.TogetherAsync(results, _ => ++decided == results.Count ? MoveOnAsync(run) : Task.CompletedTask);

        errors.ShouldAllBe(error => error == null);
        decided.ShouldBe(2 * results.Count);
        (await FinishedAsync(run)).ShouldBe(results.Select(result => result.Step));
    }

    // What agents and clocks may tell at this moment: results that are wanted, late and doubled ones, lost leases, timers that are due or stale.
    private static async Task<List<IRunMessage>> MessagesAsync(FoldRun run, Random random)
    {
        AgentResultKind[] kinds =
        [
            AgentResultKind.Done, AgentResultKind.Done, AgentResultKind.Done, AgentResultKind.Done, AgentResultKind.Transient, AgentResultKind.Permanent,
            AgentResultKind.AskHuman, AgentResultKind.InvalidOutput,
        ];
        var (asked, timers) = (await run.AskedAsync(), await run.TimersAsync());
        return [.. Enumerable.Range(0, random.Next(1, 9)).Select(IRunMessage (_) =>
        {
            // The last ones are mostly open still.
            var order = asked[Math.Max(random.Next(asked.Count), random.Next(asked.Count))];
            return random.Next(10) switch
            {
                0 when timers.Count > 0 => new TimerFired(Shop.Tenant, FoldRun.Id, timers[random.Next(timers.Count)]),
                1 => new LeaseExpired(Shop.Tenant, FoldRun.Id, order.Step, order.Attempt),
                _ => FoldRun.Result(order, kinds[random.Next(kinds.Length)], random.Next(3)),
            };
        })];
    }

    private static Task<List<string>> FinishedAsync(FoldRun run) =>
        run.Shop.RowsAsync("select step from history where type = 'attempt.finished' order by step");

    private static async Task MoveOnAsync(FoldRun run)
    {
        var row = (await run.Shop.Runs.LoadAsync(Shop.Tenant, FoldRun.Id, CancellationToken.None))!;
        (await run.Shop.Committer.CommitAsync(
            new WriteSet
            {
                Tenant = Shop.Tenant, Run = FoldRun.Id, ExpectedVersion = row.Version, Status = row.Status, EngineState = row.EngineState, At = run.Shop.Clock.GetUtcNow(),
            },
            CancellationToken.None)).ShouldBeTrue();
    }

    private sealed class Refusing(ICommitter inner) : ICommitter
    {
        public string? Step { get; set; }

        public Task<bool> CommitAsync(WriteSet set, CancellationToken cancellationToken) => set.ClosedLeases.Any(lease => lease.Step == Step)
            ? throw new InvalidOperationException("refused")
            : inner.CommitAsync(set, cancellationToken);
    }
}
