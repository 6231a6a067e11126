using Microsoft.Extensions.Hosting;

namespace AgentBus.Orchestrator.Periodic;

/// <summary>Does something again and again; a failure is told and tried again at the next time.</summary>
/// <param name="every">The time between two rounds; a round that takes longer is followed at once.</param>
/// <param name="clock">Tells the time.</param>
internal abstract class PeriodicService(TimeSpan every, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock => clock;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(e);
            }
        }
    }

    /// <summary>One round.</summary>
    protected internal abstract Task RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>Tells of a round that failed.</summary>
    protected abstract void Failed(Exception error);
}
