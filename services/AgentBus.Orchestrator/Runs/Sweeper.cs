using AgentBus.Storage.Agents;
using AgentBus.Storage.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Orchestrator.Runs;

/// <summary>Deletes what expired: cached outputs and memories. Readers leave it out before it is deleted, so nobody waits for it.</summary>
internal sealed class Sweeper(
    IOutputCache cache, IMemoryStore memory, IOptions<OrchestratorOptions> options, TimeProvider clock, ILogger<Sweeper> logger) : BackgroundService
{
    private const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, e.Message);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        while (await cache.SweepAsync(now, AtOnce, cancellationToken) == AtOnce)
        {
            // In small steps, so that no commit waits long.
        }

        while (await memory.SweepAsync(now, AtOnce, cancellationToken) == AtOnce)
        {
            // As above.
        }
    }
}
