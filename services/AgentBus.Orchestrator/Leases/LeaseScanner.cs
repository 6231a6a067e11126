using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Leases;

/// <summary>
/// Tells runs of claimed attempts that were not heard of in time. Told first, deleted after: a crash between the two tells again,
/// and the run ignores the repetition. Several scanners may run; a claim moves a lease on, so each is told by one.
/// </summary>
internal sealed class LeaseScanner(
    ILeaseStore leases, IOutboxStore outbox, IOptions<OrchestratorOptions> options, TimeProvider clock, ILogger<LeaseScanner> logger)
    : BackgroundService
{
    private const int ScanSize = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LeaseScanInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ScanAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.LeasesUnavailable(logger, e.Message);
            }
        }
    }

    internal async Task ScanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expired = await leases.ClaimExpiredAsync(ScanSize, options.Value.Lease, now, cancellationToken);
        foreach (var lease in expired)
        {
            Log.LeaseExpired(logger, lease.Run, lease.Step, lease.Attempt, lease.Worker);
            await outbox.AddAsync(lease.Tenant, lease.Run, [Message(lease, now)], cancellationToken);
        }

        await leases.DeleteAsync(expired, cancellationToken);
    }

    private static OutboxRow Message(Lease lease, DateTimeOffset now)
    {
        var message = new LeaseExpired(lease.Tenant, lease.Run, lease.Step, lease.Attempt);
        return new OutboxRow(
            NaturalId.Of(lease.Run.ToString(), "lease", lease.Step, lease.Attempt.ToString(CultureInfo.InvariantCulture), lease.Until.ToString("O")),
            Queues.Orchestrator, "", nameof(LeaseExpired), "application/json",
            JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.LeaseExpired), now);
    }
}
