using System.Net;

namespace AgentBus.Tests.Shared;

/// <summary>What came of a race. All amounts are US dollars.</summary>
/// <param name="LimitUsd">What might be spent.</param>
/// <param name="SpentUsd">What the ledger says was spent when all had ended.</param>
/// <param name="ReservedUsd">What it held then for calls whose end nobody told.</param>
/// <param name="OwedUsd">What the provider says it is owed.</param>
/// <param name="FinalUsd">What the ledger says was spent after those counted as spent.</param>
/// <param name="StillReservedUsd">What it held after that.</param>
/// <param name="Answers">How many answers of each status the callers got.</param>
/// <param name="Took">From the first call to the last refusal.</param>
internal sealed record BudgetRaceResult(
    decimal LimitUsd, decimal SpentUsd, decimal ReservedUsd, decimal OwedUsd, decimal FinalUsd, decimal StillReservedUsd, IReadOnlyDictionary<HttpStatusCode, int> Answers,
    TimeSpan Took)
{
    /// <summary>What was spent above the limit, or is owed without having been held.</summary>
    public decimal OverspentUsd => Math.Max(0, Math.Max(Math.Max(SpentUsd + ReservedUsd, FinalUsd) - LimitUsd, OwedUsd - FinalUsd));
}
