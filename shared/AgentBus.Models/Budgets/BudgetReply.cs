namespace AgentBus.Models.Budgets;

/// <summary>The ledger's answer to a reservation.</summary>
/// <param name="Refused">The first account without room, in the order of the draws; then nothing is held. Null = granted.</param>
/// <param name="Exceeded">Accounts over a soft limit.</param>
public sealed record BudgetReply(BudgetShortage? Refused, IReadOnlyList<BudgetShortage> Exceeded)
{
    /// <summary>Granted, with room on every account.</summary>
    public static BudgetReply Granted { get; } = new(null, []);

    /// <summary>Whether the amount is held.</summary>
    public bool IsGranted => Refused is null;
}
