using AgentBus.Contracts;
using AgentBus.Storage.Leases;
using AgentBus.Storage.Workers;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Registry;

/// <summary>Keeps what workers say of themselves. Never touches a run: heartbeats must cost runs nothing.</summary>
internal sealed class WorkerRegistry(
    IWorkerStore workers, ILeaseStore leases, IProgressStore progress, IOptions<OrchestratorOptions> options, TimeProvider clock)
{
    /// <summary>A worker is here, and these attempts are still being worked on.</summary>
    public async Task HeardAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await workers.SeenAsync(
            new WorkerRow(
                heartbeat.Worker, heartbeat.Agent, heartbeat.AgentVersion, heartbeat.Capabilities, heartbeat.Concurrency,
                heartbeat.Running, now, heartbeat.Lanes),
            cancellationToken);
        var until = now + options.Value.Lease;
        var held = heartbeat.Claimed.Select(c => new Lease(c.Tenant, c.Run, c.Step, c.Attempt, heartbeat.Agent, heartbeat.Worker, until)).ToList();
        if (held.Count > 0)
        {
            await leases.RenewAsync(held, cancellationToken);
        }
    }

    /// <summary>A worker keeps an attempt beyond its ack.</summary>
    public Task ClaimedAsync(AttemptClaimed claim, CancellationToken cancellationToken)
    {
        var seconds = Math.Clamp(claim.LeaseSeconds, 1, 3_600);
        var until = clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        return leases.RenewAsync([new Lease(claim.Tenant, claim.Run, claim.Step, claim.Attempt, claim.Agent, claim.Worker, until)], cancellationToken);
    }

    /// <summary>A worker stopped in good order.</summary>
    public Task StoppedAsync(WorkerStopped stopped, CancellationToken cancellationToken) =>
        workers.StoppedAsync(stopped.Worker, stopped.Agent, cancellationToken);

    /// <summary>How far an attempt is, for people.</summary>
    public Task ProgressedAsync(AttemptProgress said, CancellationToken cancellationToken)
    {
        var text = said.Fraction is { } fraction ? $"{Math.Clamp(fraction, 0, 1):P0} {said.Message}" : said.Message;
        return progress.NoteAsync(said.Tenant, said.Run, said.Step, said.Attempt, text.Length > 200 ? text[..200] : text, cancellationToken);
    }
}
