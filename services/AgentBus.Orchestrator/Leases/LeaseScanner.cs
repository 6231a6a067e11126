using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Orchestrator.Periodic;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Leases;

/// <summary>
/// Tells runs of claimed attempts that were not heard of in time. Told first, deleted after: a crash between the two tells again,
/// and the run ignores the repetition. Several scanners may run; a claim moves a lease on, so each is told by one.
/// </summary>
internal sealed class LeaseScanner(
    ILeaseStore leases, IOutboxStore outbox, IOptions<OrchestratorOptions> options, TimeProvider clock, ILogger<LeaseScanner> logger)
    : PeriodicService(options.Value.LeaseScanInterval, clock)
{
    private const int ScanSize = 200;

    protected internal override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var expired = await leases.ClaimExpiredAsync(ScanSize, options.Value.Lease, now, cancellationToken);
        foreach (var lease in expired)
        {
            Log.LeaseExpired(logger, lease.Run, lease.Step, lease.Attempt, lease.Worker);
            await outbox.AddAsync(lease.Tenant, lease.Run, [Message(lease, now)], cancellationToken);
        }

        await leases.DeleteAsync(expired, cancellationToken);
    }

    protected override void Failed(Exception error) => Log.LeasesUnavailable(logger, error.Message);

    private static OutboxRow Message(Lease lease, DateTimeOffset now)
    {
        var message = new LeaseExpired(lease.Tenant, lease.Run, lease.Step, lease.Attempt);
        return new OutboxRow(
            NaturalId.Of(lease.Run.ToString(), "lease", lease.Step, lease.Attempt.ToString(CultureInfo.InvariantCulture), lease.Until.ToString("O")),
            Queues.Orchestrator, "", nameof(LeaseExpired), "application/json",
            JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.LeaseExpired), now);
    }
}
