using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace AgentBus.Models.Budgets;

/// <summary>Tells the ledger how calls ended. Where the store is away their callers do not wait for it: it is told later, and until then the maximum stays held.</summary>
internal sealed class BudgetEnds(IBudgetLedger ledger, ILogger<BudgetEnds> logger)
{
    /// <summary>Ends that wait at most; beyond, a call settles at its maximum when it expires.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentQueue<(Guid Id, decimal? Usd)> _waiting = new();

    /// <summary>A failure that the store may get over.</summary>
    public static bool IsAway(Exception e) => e is DbException or TimeoutException;

    /// <summary>The call ended and cost this; null = it was never made.</summary>
    public async Task TellAsync(Guid id, decimal? usd)
    {
        try
        {
            await WriteAsync(id, usd, CancellationToken.None);
        }
        catch (Exception e) when (IsAway(e))
        {
            Later(id, usd);
            Log.SettleFailed(logger, e.Message);
        }
    }

    /// <summary>Tells it with the next round.</summary>
    public void Later(Guid id, decimal? usd)
    {
        if (_waiting.Count < Most)
        {
            _waiting.Enqueue((id, usd));
        }
    }

    /// <summary>Tells all that waits, until the store is away again.</summary>
    public async Task TellRestAsync(CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out var end))
        {
            await WriteAsync(end.Id, end.Usd, cancellationToken);
            _waiting.TryDequeue(out _);
        }
    }

    private Task WriteAsync(Guid id, decimal? usd, CancellationToken cancellationToken) =>
        usd is { } cost ? ledger.SettleAsync(id, cost, cancellationToken) : ledger.ReleaseAsync(id, cancellationToken);
}
