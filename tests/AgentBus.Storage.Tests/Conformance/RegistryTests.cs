using AgentBus.Storage.Leases;
using AgentBus.Storage.Runs;
using AgentBus.Storage.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentBus.Storage.Tests.Conformance;

/// <summary>Leases, workers and progress notes.</summary>
public abstract class RegistryTests : StoreTest
{
    [Fact]
    public async Task A_lease_expires_once_in_its_hold_and_a_renewed_one_does_not()
    {
        var (lost, kept) = (ALease("lost", 0), ALease("kept", 0));
        await Leases.RenewAsync([lost, kept], default);
        await Leases.RenewAsync([kept with { Until = Given.Now.AddSeconds(30), Worker = "w2" }], default);

        var expired = await Leases.ClaimExpiredAsync(10, TimeSpan.FromSeconds(20), Given.Now, default);

        expired.ShouldHaveSingleItem().ShouldBe(lost with { Until = Given.Now.AddSeconds(20) });
        (await Leases.ClaimExpiredAsync(10, TimeSpan.FromSeconds(20), Given.Now, default)).ShouldBeEmpty();
        (await Leases.ClaimExpiredAsync(10, TimeSpan.Zero, Given.Now.AddSeconds(20), default)).ShouldHaveSingleItem().Step.ShouldBe("lost");
        await Leases.DeleteAsync(expired, default);
        (await Leases.ClaimExpiredAsync(10, TimeSpan.Zero, Given.Now.AddDays(1), default)).ShouldHaveSingleItem().Worker.ShouldBe("w2");
    }

    [Fact]
    public async Task Scanners_at_once_never_claim_one_lease_twice()
    {
        await Leases.RenewAsync([.. Enumerable.Range(0, 100).Select(number => ALease($"s{number}", -1))], default);
        var scanners = new[] { Process, Bed.NewProcess() }.Select(process => process.GetRequiredService<ILeaseStore>()).ToArray();

        var claims = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(number => scanners[number % 2].ClaimExpiredAsync(20, TimeSpan.FromMinutes(1), Given.Now, default)));

        var claimed = claims.SelectMany(leases => leases).Select(lease => lease.Step).ToList();
        claimed.Count.ShouldBeGreaterThan(0);
        claimed.Distinct().Count().ShouldBe(claimed.Count);
    }

    [Fact]
    public async Task A_settled_attempt_loses_its_lease_with_its_commit_and_a_later_one_keeps_its_own()
    {
        var run = await StartedAsync();
        await Leases.RenewAsync([ALease("s", -1) with { Run = run }, ALease("s", -1) with { Run = run, Attempt = 2 }, ALease("s", -1)], default);

        await Committer.CommitAsync(Given.Set(run, 1) with { ClosedLeases = [new LeaseClose("s", 1)] }, default);

        var left = await Leases.ClaimExpiredAsync(10, TimeSpan.Zero, Given.Now, default);
        left.Count.ShouldBe(2);
        left.Where(lease => lease.Run == run).ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Workers_are_listed_while_they_are_heard_of()
    {
        var worker = new WorkerRow("host/1", "research", "1.4.0", ["pdf", "web"], 8, 3, Given.Now, Lanes: true);
        await Workers.SeenAsync(worker with { Running = 1, Lanes = false, SeenAt = Given.Now.AddSeconds(-10) }, default);
        await Workers.SeenAsync(worker, default);
        await Workers.SeenAsync(worker with { Worker = "host/2", SeenAt = Given.Now.AddSeconds(-40) }, default);
        await Workers.SeenAsync(worker with { Worker = "host/3" }, default);
        await Workers.StoppedAsync("host/3", "research", default);

        var listed = (await Workers.ListAsync(Given.Now.AddSeconds(-30), default)).ShouldHaveSingleItem();

        (listed with { Capabilities = worker.Capabilities }).ShouldBe(worker);
        listed.Capabilities.ShouldBe(worker.Capabilities);
        await Workers.ForgetAsync(Given.Now.AddSeconds(-30), default);
        (await Workers.ListAsync(DateTimeOffset.MinValue.AddYears(1999), default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Progress_is_shown_only_on_the_open_attempt()
    {
        var run = await StartedAsync();
        await Committer.CommitAsync(
            Given.Set(run, 1) with { Steps = [Given.Step("open", attempt: 2), Given.Step("done", "Completed", 2, Given.Now)] }, default);
        var progress = Process.GetRequiredService<IProgressStore>();

        await progress.NoteAsync(Given.Tenant, run, "open", 1, "stale", default);
        await progress.NoteAsync("other", run, "open", 2, "foreign", default);
        await progress.NoteAsync(Given.Tenant, run, "done", 2, "late", default);
        (await Queries.StepsAsync(Given.Tenant, run, 100, null, default)).ShouldAllBe(step => step.Reason == "why");

        await progress.NoteAsync(Given.Tenant, run, "open", 2, "half way", default);
        (await Queries.StepsAsync(Given.Tenant, run, 100, null, default)).Single(step => step.Step == "open").Reason.ShouldBe("half way");
    }

    private static Lease ALease(string step, double seconds) =>
        new(Given.Tenant, Guid.NewGuid(), step, 1, "research", "w1", Given.Now.AddSeconds(seconds));
}

public sealed class SqliteRegistryTests : RegistryTests
{
    protected override Task<StoreBed> CreateBedAsync() => Task.FromResult<StoreBed>(new SqliteBed());
}

public sealed class PostgresRegistryTests : RegistryTests
{
    protected override Task<StoreBed> CreateBedAsync() => PostgresBed.CreateAsync();
}
