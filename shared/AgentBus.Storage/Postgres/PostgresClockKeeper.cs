using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentBus.Storage.Postgres;

/// <summary>Looks at the database's clock before any other part of a host starts, and every ten seconds from then on.</summary>
internal sealed class PostgresClockKeeper(PostgresClock clock, ILogger<PostgresClockKeeper> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Crystals drift by less than a millisecond in that time; what may move more is the database's clock itself.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>What an operator should know of.</summary>
    private static readonly TimeSpan Notable = TimeSpan.FromSeconds(1);

    public Task StartingAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }

    /// <summary>Without an answer the clock goes on by itself.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wrong = await clock.LookAsync(cancellationToken);
            if (wrong.Duration() > Notable)
                Log.ClockWasWrong(logger, wrong);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ClockNotRead(logger, error);
        }
    }
}
