namespace AgentBus.Models.Catalogue;

/// <summary>What the routed calls of a gateway are held to on average, under <c>Models:Pacing</c>: one of both, with the policy <c>balanced</c> or <c>learned</c>. Each process holds it for its own calls.</summary>
public sealed class PacingOptions
{
    /// <summary>Mean cost of a call in US dollars: what is saved counts the more, the more was spent above it.</summary>
    public decimal? UsdPerCall { get; set; }

    /// <summary>Share of the calls, 0 to 1, that the dearest model which can take them gets: those that gain most by it.</summary>
    public double? DearestShare { get; set; }

    internal IEnumerable<string> Errors(string? policy)
    {
        if (UsdPerCall is not null && DearestShare is not null)
        {
            yield return "Models:Pacing: give UsdPerCall or DearestShare, not both.";
        }

        if (UsdPerCall <= 0)
        {
            yield return $"Models:Pacing:UsdPerCall is {UsdPerCall}; give US dollars over 0.";
        }

        if (DearestShare is not (null or (>= 0 and <= 1)))
        {
            yield return $"Models:Pacing:DearestShare is {DearestShare}; give 0 to 1.";
        }

        if ((UsdPerCall is not null || DearestShare is not null) && policy?.ToLowerInvariant() is not ("balanced" or "learned"))
        {
            yield return "Models:Pacing needs Models:Policy to be balanced or learned; the others do not weigh quality against cost.";
        }
    }
}
