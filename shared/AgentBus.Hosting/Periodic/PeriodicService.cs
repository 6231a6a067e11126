using Microsoft.Extensions.Hosting;

namespace AgentBus.Hosting.Periodic;

/// <summary>Does something again and again; a failure is told and tried again at the next time.</summary>
/// <param name="every">The time between two rounds; a round that takes longer is followed at once.</param>
/// <param name="clock">Tells the time.</param>
public abstract class PeriodicService(TimeSpan every, TimeProvider clock) : BackgroundService
{
    protected TimeProvider Clock => clock;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    /// <summary>One round.</summary>
    public abstract Task RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>Tells of a round that failed.</summary>
    protected abstract void Failed(Exception error);

    private async Task TryOnceAsync(CancellationToken stoppingToken)
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
