using AgentBus.Models.Gateway;

namespace AgentBus.Models.Routing.Planning;

/// <summary>
/// Verify, then escalate, over the attempts of a step: what its <c>accept</c> rejected goes to a stronger model. Which one follows from the attempt alone, so that it holds
/// whichever gateway answered before.
/// </summary>
internal static class StepUp
{
    public static RoutingDecision Of(RoutingDecision decision, CallHints hints)
    {
        var stronger = hints.Rejected ? Strength.Above(decision.Chosen, decision.Ranking) : [];
        if (stronger.Count == 0)
        {
            return decision;
        }

        var up = Math.Min(Math.Max(1, (hints.Attempt ?? 2) - 1), stronger.Count) - 1;
        return decision with
        {
            Ranking = [.. stronger.Skip(up), .. decision.Ranking.Except(stronger.Skip(up))],
            Propensity = 1,
            IsExploration = false,
            Contest = null,
            Reason = $"stronger than {decision.Chosen.Model.Name}, since an earlier attempt was rejected",
        };
    }
}
