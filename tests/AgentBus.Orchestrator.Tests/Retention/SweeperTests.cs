using AgentBus.Orchestrator.Retention;
using AgentBus.Orchestrator.Tests.Support;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Tests.Retention;

public sealed class SweeperTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Runs_are_kept_for_ever_unless_it_is_said_for_how_long()
    {
        await using var shop = await Shop.OpenAsync();
        var run = await EndedAsync(shop);
        shop.Clock.Advance(3_000 * Day);

        await shop.Sweeper(new RetentionOptions()).RunOnceAsync(CancellationToken.None);
        (await shop.Queries.GetAsync(Shop.Tenant, run, CancellationToken.None)).ShouldNotBeNull();

        await shop.Sweeper(new RetentionOptions { FinishedRuns = 90 * Day }).RunOnceAsync(CancellationToken.None);
        (await shop.Queries.GetAsync(Shop.Tenant, run, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task All_that_is_too_old_goes_in_one_round_whatever_the_batch_and_nothing_younger()
    {
        await using var shop = await Shop.OpenAsync();
        var old = await Task.WhenAll(Enumerable.Range(0, 7).Select(_ => EndedAsync(shop)));
        shop.Clock.Advance(Day);
        var young = await EndedAsync(shop);
        shop.Clock.Advance(90 * Day);

        await shop.Sweeper(new RetentionOptions { FinishedRuns = 90.5 * Day, BatchSize = 2 }).RunOnceAsync(CancellationToken.None);

        foreach (var run in old)
        {
            (await shop.Queries.GetAsync(Shop.Tenant, run, CancellationToken.None)).ShouldBeNull();
        }

        (await shop.Queries.GetAsync(Shop.Tenant, young, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_worker_that_was_killed_is_listed_for_a_while_and_then_forgotten()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Workers.SeenAsync(new WorkerRow("host/1", "packer", "1.0.0", [], 1, 0, shop.Clock.GetUtcNow()), CancellationToken.None);
        shop.Clock.Advance(20 * Day);
        await shop.Workers.SeenAsync(new WorkerRow("host/2", "packer", "1.0.0", [], 1, 0, shop.Clock.GetUtcNow()), CancellationToken.None);

        await shop.Sweeper(new RetentionOptions()).RunOnceAsync(CancellationToken.None);
        (await shop.Workers.ListAsync(DateTimeOffset.UnixEpoch, CancellationToken.None)).Count.ShouldBe(2);

        shop.Clock.Advance(11 * Day);
        await shop.Sweeper(new RetentionOptions()).RunOnceAsync(CancellationToken.None);
        (await shop.Workers.ListAsync(DateTimeOffset.UnixEpoch, CancellationToken.None)).ShouldHaveSingleItem().Worker.ShouldBe("host/2");
    }

    [Fact]
    public void Times_that_make_no_sense_are_refused_all_at_once()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Retention:FinishedRuns"] = "00:00:01", ["Retention:Repetitions"] = "01:00:00", ["Retention:BatchSize"] = "0", ["Retention:Workers"] = "00:10:00",
        });
        builder.AddOrchestrator();
        using var services = builder.Services.BuildServiceProvider();

        var error = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<RetentionOptions>>().Value);

        error.Failures.Count().ShouldBe(4);
    }

    private static async Task<Guid> EndedAsync(Shop shop)
    {
        var (run, now) = (Guid.NewGuid(), shop.Clock.GetUtcNow());
        await shop.Runs.StartAsync(
            new NewRun(run, Shop.Tenant, "shop", "refund", "1.0.0", "{}"u8.ToArray(), [1], null, "test", now, shop.Message()), CancellationToken.None);
        (await shop.Committer.CommitAsync(
            new WriteSet { Tenant = Shop.Tenant, Run = run, ExpectedVersion = 1, Status = "Completed", EngineState = [1], At = now, EndedAt = now },
            CancellationToken.None)).ShouldBeTrue();
        return run;
    }
}
