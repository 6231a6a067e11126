using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Answers;

/// <summary>Deletes answers whose time is over.</summary>
internal sealed class AnswerSweeper(IAnswerStore store, TimeProvider time, ILogger<AnswerSweeper> logger) : BackgroundService
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await store.SweepAsync(time.GetUtcNow(), AtOnce, stoppingToken) == AtOnce)
                {
                    // The rest.
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.AnswersNotSwept(logger, e.Message);
            }
        }
    }
}
