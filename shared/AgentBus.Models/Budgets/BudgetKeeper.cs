using AgentBus.Models.Catalogue;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentBus.Models.Budgets;

/// <summary>Settles calls whose end nobody told, of this gateway and of those that were killed, and forgets the accounts of old runs.</summary>
internal sealed class BudgetKeeper(IBudgetLedger ledger, BudgetEnds ends, IOptionsMonitor<ModelsOptions> options, TimeProvider time, ILogger<BudgetKeeper> logger) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>How long what a run spent can be read after its last call; the run itself keeps its sum.</summary>
    private static readonly TimeSpan RunsKept = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ledger is InMemoryBudgetLedger && options.CurrentValue.Budgets.Count > 0)
        {
            Log.LimitsNotShared(logger);
        }

        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.BudgetSweepFailed(logger, e.Message);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        await ends.TellRestAsync(cancellationToken);
        for (int expired, all = 0; ;)
        {
            var now = time.GetUtcNow();
            expired = await ledger.SweepAsync(now, now - RunsKept, AtOnce, cancellationToken);
            all += expired;
            if (expired < AtOnce)
            {
                if (all > 0)
                {
                    Log.ReservationsExpired(logger, all);
                }

                return;
            }
        }
    }
}
