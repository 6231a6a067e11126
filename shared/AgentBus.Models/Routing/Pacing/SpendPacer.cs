namespace AgentBus.Models.Routing.Pacing;

/// <summary>
/// The price that keeps mean spend at a budget: the dual variable of the constraint, raised after a call that cost more than its share and lowered after one that cost less
/// (Balseiro, Lu and Mirrokni, "The best of many worlds: dual mirror descent for online allocation problems", 2023; the entropic step, so that it stays positive and free of units).
/// </summary>
/// <param name="budgetUsd">What a call may cost on average, over 0.</param>
/// <param name="startPrice">Worth of a saved dollar at the start.</param>
internal sealed class SpendPacer(double budgetUsd, double startPrice = 1)
{
    private const double Step = 0.05;

    /// <summary>One dear call moves the price no more than this many cheap ones would.</summary>
    private const double MostExcess = 20;

    private const double Least = 1e-6;
    private const double Most = 1e9;

    /// <summary>By how much the cost of a candidate is multiplied in its utility.</summary>
    public double Price { get; private set; } = startPrice;

    /// <summary>Notes what a call cost.</summary>
    public void Fold(double costUsd) => Price = Math.Clamp(Price * Math.Exp(Step * Math.Min(MostExcess, (costUsd / budgetUsd) - 1)), Least, Most);
}
