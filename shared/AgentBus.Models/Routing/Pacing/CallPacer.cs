using System.Globalization;
using AgentBus.Models.Catalogue;
using AgentBus.Models.Routing.Policies;

namespace AgentBus.Models.Routing.Pacing;

/// <summary>Holds the routed calls of this process to what <see cref="PacingOptions"/> asks for; nothing where nothing is asked. Another target starts anew.</summary>
internal sealed class CallPacer
{
    private readonly Lock _lock = new();
    private (decimal? UsdPerCall, double? Share) _held;
    private SpendPacer? _spend;
    private SharePacer? _share;

    /// <summary>What answers are worth while spending is held.</summary>
    public Utility Priced(PacingOptions options, Utility utility)
    {
        lock (_lock)
        {
            Follow(options);
            return _spend is null ? utility : utility with { Price = utility.Price * _spend.Price };
        }
    }

    /// <summary>The decision while a share is held: the dearest model first or after the others, by what the call gains by it. One that explores stays as it is, and counts.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="decision">What the policy decided.</param>
    /// <param name="gain">By how much one candidate is better than another, cost aside.</param>
    public RoutingDecision Shared(PacingOptions options, RoutingDecision decision, Func<Candidate, Candidate, double> gain)
    {
        var dearest = decision.Ranking.MaxBy(c => c.Expected.CostUsd)!;
        lock (_lock)
        {
            Follow(options);
            if (_share is null || decision.Ranking.FirstOrDefault(c => c != dearest) is not { } other)
            {
                return decision;
            }

            var score = gain(dearest, other);
            var takes = decision.IsExploration ? decision.Chosen == dearest : _share.Takes(score);
            _share.Fold(score, takes);
            return decision.IsExploration ? decision : Moved(decision, dearest, takes, _held.Share!.Value);
        }
    }

    /// <summary>Notes what a call cost.</summary>
    public void Spent(PacingOptions options, decimal usd)
    {
        lock (_lock)
        {
            Follow(options);
            _spend?.Fold((double)usd);
        }
    }

    private static RoutingDecision Moved(RoutingDecision decision, Candidate dearest, bool takes, double share)
    {
        var others = decision.Ranking.Where(c => c != dearest);
        return new RoutingDecision(
            takes ? [dearest, .. others] : [.. others, dearest],
            string.Create(CultureInfo.InvariantCulture, $"{dearest.Model.Name} takes the {share * 100:0.#} of 100 calls that gain most by it; {(takes ? "this is one" : "this is none")}"));
    }

    private void Follow(PacingOptions options)
    {
        if (_held != (options.UsdPerCall, options.DearestShare))
        {
            _held = (options.UsdPerCall, options.DearestShare);
            _spend = options.UsdPerCall is { } usd ? new SpendPacer((double)usd) : null;
            _share = options.DearestShare is { } share ? new SharePacer(share) : null;
        }
    }
}
