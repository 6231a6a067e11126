using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;

namespace AgentBus.Models.Routing.Planning;

/// <summary>What happens where the policy has nobody to choose, or those it chose all fail.</summary>
internal static class Fallback
{
    /// <summary>No candidate is eligible now. Those that will be within the gateway's patience are tried then, and the last resort is there; else the call fails.</summary>
    public static RoutingDecision Of(CallState state, IReadOnlyList<Candidate> candidates)
    {
        Candidate[] soon = [.. candidates.Where(c => c.Obstacle is { IsTransient: true, RetryAfter: var wait } && wait <= state.InForce.Providers[c.Model.Provider].Options.MaxRetryAfter).OrderBy(c => c.Obstacle!.RetryAfter)];
        if (soon.Length > 0)
        {
            return new RoutingDecision(soon, "the first that can take the call again");
        }

        return LastResort(state, candidates) is { } last
            ? new RoutingDecision([last], "the last resort: no other model can take the call now")
            : throw new ModelException(Verdict.Of([.. candidates.Select(c => (c.Model, c.Obstacle!))], candidates[0].Obstacle!));
    }

    /// <summary>Adds the last resort at the end of the ranking, and says where nothing is configured.</summary>
    public static RoutingDecision With(CallState state, RoutingDecision decision, IReadOnlyList<Candidate> candidates)
    {
        if (candidates is [{ } only] && ModelCatalogue.IsBuiltIn(only.Model))
        {
            return decision with { Reason = "no model provider is configured" };
        }

        return LastResort(state, candidates) is { } last && !decision.Ranking.Any(c => c.Model == last.Model) ? decision with { Ranking = [.. decision.Ranking, last] } : decision;
    }

    /// <summary>The last resort where it may take the call at all: it is no way around a data policy or a budget.</summary>
    private static Candidate? LastResort(CallState state, IReadOnlyList<Candidate> candidates)
    {
        if (state.InForce.Catalogue.LastResort is not { } model || candidates.Any(c => c.Model == model && !c.IsEligible))
        {
            return null;
        }

        var expected = new Expectation(new QualityEstimate(model.Quality), 0, model.Price.Most(state.Prompt.Most, OutputLimit.Of(model, state.Call.Options, state.Prompt)), null, 0);
        return Eligibility.Obstacle(model, state.InForce.Providers[model.Provider].Provider.IsReady, state, expected, null) is null ? new Candidate(model, expected, null) : null;
    }
}
