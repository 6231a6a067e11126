namespace AgentBus.Models.Budgets;

/// <summary>Money held for one call; nothing where the call is free.</summary>
internal sealed class BudgetHold(BudgetDesk desk, Guid? id, decimal maxUsd, IReadOnlyList<BudgetShortage> exceeded)
{
    private int _ended;

    /// <summary>What is held, in US dollars.</summary>
    public decimal MaxUsd => maxUsd;

    /// <summary>Accounts that the call goes over, where their limits only warn.</summary>
    public IReadOnlyList<BudgetShortage> Exceeded => exceeded;

    /// <summary>The call ended and cost this. An end that nobody knows costs <see cref="MaxUsd"/>.</summary>
    public Task SettleAsync(decimal usd) => End() is { } held ? desk.SettleAsync(held, usd, maxUsd) : Task.CompletedTask;

    /// <summary>The call never reached a provider.</summary>
    public Task ReleaseAsync() => End() is { } held ? desk.ReleaseAsync(held) : Task.CompletedTask;

    private Guid? End() => Interlocked.Exchange(ref _ended, 1) == 0 ? id : null;
}
