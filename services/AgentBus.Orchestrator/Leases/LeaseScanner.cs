using System.Globalization;
using System.Text.Json;
using AgentBus.Contracts;
using AgentBus.Hosting.Bus;
using AgentBus.Hosting.Periodic;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Outbox;
using AgentBus.Storage.Runs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Leases;

/// <summary>
/// Tells runs of claimed attempts that were not heard of in time. Told first, deleted after: a crash between the two tells again,
/// and the run ignores the repetition. Several scanners may run; a claim moves a lease on, so each is told by one.
/// Who did not listen cannot say who was silent: after a start, and after the broker or the store was away, a whole lease has to pass first, in which
/// live workers are heard of, and heartbeats that wait in the queue are taken before.
/// </summary>
internal sealed class LeaseScanner(
    ILeaseStore leases, IOutboxStore outbox, IQueueProbe queues, IOptions<OrchestratorOptions> options, TimeProvider clock, ILogger<LeaseScanner> logger)
    : PeriodicService(options.Value.LeaseScanInterval, clock)
{
    private const int ScanSize = 200;

    /// <summary>So many may come in just now; more are heartbeats that were not taken for a while.</summary>
    private const int Backlog = 16;

    private long? _listening;

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await HasListenedAsync(cancellationToken))
            {
                await TellAsync(cancellationToken);
            }
        }
        catch
        {
            _listening = null;
            throw;
        }
    }

    protected override void Failed(Exception error) => Log.LeasesUnavailable(logger, error.Message);

    private async Task TellAsync(CancellationToken cancellationToken)
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

    private async Task<bool> HasListenedAsync(CancellationToken cancellationToken)
    {
        var registry = await queues.LookAsync(Queues.Registry, cancellationToken);
        _listening = registry is { Consumers: > 0 } ? _listening ?? Clock.GetTimestamp() : null;
        return _listening is { } since && registry!.Waiting <= Backlog && Clock.GetElapsedTime(since) >= options.Value.Lease;
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
