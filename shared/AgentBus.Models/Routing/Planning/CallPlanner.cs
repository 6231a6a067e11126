using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Routing.Pacing;
using AgentBus.Models.Routing.Policies;
using AgentBus.Models.Targets;
using Microsoft.Extensions.AI;

namespace AgentBus.Models.Routing.Planning;

/// <summary>From the name in a call to the models that take it: a named model must be able to; <c>auto</c> and tiers take those that are, ranked by the policy.</summary>
internal sealed class CallPlanner(Forecast forecast, TargetSet targets, IEnumerable<IRoutingPolicy> policies, CallPacer pacer, TimeProvider time)
{
    private const string WithoutObjective = "fixed";
    private const string WithObjective = "balanced";
    private readonly Dictionary<string, IRoutingPolicy> _policies = policies.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ModelException">No model can take the call.</exception>
    public CallPlan Plan(CallState state)
    {
        var (call, catalogue) = (state.Call, state.InForce.Catalogue);
        if (call.Messages.Count == 0)
        {
            throw new ModelException(new ModelError(ModelErrorCodes.InvalidRequest, 400, "The call has no messages; give at least one."));
        }

        var task = new RoutingTask(call.Hints.Tenant, call.Hints.KindOfWork, call.Messages.LastOrDefault(m => m.Role == ChatRole.User)?.Text ?? "");
        if (call.Model.Equals(ModelCatalogue.Auto, StringComparison.OrdinalIgnoreCase))
        {
            return Route(state, task, Candidates(state, call));
        }

        return catalogue.FindTier(call.Model) is { } tier ? Route(state, task, tier)
            : catalogue.Find(call.Model) is { } model ? Named(state, task, model)
            : throw Unknown(call.Model, catalogue);
    }

    /// <summary>The built-in model can only select from its prompt: it is a candidate for its own tasks, and where no other could ever be asked.</summary>
    private static IReadOnlyList<CatalogueModel> Candidates(CallState state, ChatCall call)
    {
        var (all, providers) = (state.InForce.Catalogue.Ordered, state.InForce.Providers);
        var isWanted = call.Hints.Task is not null || state.InForce.Catalogue.Default is { } first && ModelCatalogue.IsBuiltIn(first)
            || !all.Any(m => !ModelCatalogue.IsBuiltIn(m) && providers[m.Provider].Provider.IsReady);
        return isWanted ? all : [.. all.Where(m => !ModelCatalogue.IsBuiltIn(m))];
    }

    private CallPlan Named(CallState state, RoutingTask task, CatalogueModel model)
    {
        var (expected, prediction) = forecast.Of(state, task, [model]);
        var obstacle = Eligibility.Obstacle(model, IsReady(state, model), state, expected[0] with { Latency = null }, TimeLeft(state.Call.Hints));
        var candidate = new Candidate(model, expected[0], obstacle);
        return obstacle is null
            ? new CallPlan(task, [candidate], new RoutingDecision([candidate], "named by the caller"), CallPlan.Named, forecast.Version, prediction)
            : throw new ModelException(obstacle);
    }

    private CallPlan Route(CallState state, RoutingTask task, IReadOnlyList<CatalogueModel> models)
    {
        var (expected, prediction) = forecast.Of(state, task, models);
        var candidates = Weighed(state, models, expected);
        var hints = state.Call.Hints;
        var policy = _policies[state.InForce.Options.Policy ?? (hints.Objective is null ? WithoutObjective : WithObjective)];
        var decision = candidates.Any(c => c.IsEligible)
            ? StepUp.Of(Choose(policy, Request(state, candidates, prediction), state.InForce.Options.Pacing), hints)
            : Fallback.Of(state, candidates);
        return new CallPlan(task, candidates, Fallback.With(state, decision, candidates), policy.Name, forecast.Version, prediction);
    }

    private RoutingDecision Choose(IRoutingPolicy policy, RoutingRequest request, PacingOptions pacing)
    {
        var worth = request.Utility with { Price = 0 };
        double Worth(Candidate c) => policy is LearnedPolicy ? worth.Of(c.Expected) : worth.Usual(c.Expected);
        return pacer.Shared(pacing, policy.Choose(request), (one, other) => Worth(one) - Worth(other));
    }

    /// <summary>A call with a deadline, or after a rejection, is not the one to try models with, even where its step is safe.</summary>
    private RoutingRequest Request(CallState state, IReadOnlyList<Candidate> candidates, Prediction prediction)
    {
        var (hints, options) = (state.Call.Hints, state.InForce.Options);
        return new RoutingRequest(candidates, pacer.Priced(options.Pacing, Utility.For(hints.Objective ?? Objective.Balanced, options.SuccessUsd)))
        {
            Draw = hints is { MayExplore: true, Rejected: false, Deadline: null } ? Random.Shared.NextDouble() : null, ExplorationCost = options.ExplorationCost,
            IsLearningProven = prediction.IsProven, LearningChance = prediction.Chance,
        };
    }

    private List<Candidate> Weighed(CallState state, IReadOnlyList<CatalogueModel> models, Expectation[] expected)
    {
        var hints = state.Call.Hints;
        var tooWeak = hints.StrongerThan is { } name ? state.InForce.Catalogue.Find(name) ?? throw Unknown(name, state.InForce.Catalogue) : null;
        var tooWeakQuality = Enumerable.Range(0, models.Count).Where(i => models[i] == tooWeak).Select(i => expected[i].Quality.Mean).FirstOrDefault(tooWeak?.Quality ?? 0);
        var timeLeft = TimeLeft(hints);
        return [.. models.Select((m, i) => new Candidate(
            m, expected[i],
            Eligibility.Obstacle(m, IsReady(state, m), state, expected[i], timeLeft) ?? Eligibility.Wish(m, hints, expected[i], tooWeak, tooWeakQuality) ?? targets[m].Obstacle(m, state.Prompt.Likely)))];
    }

    private TimeSpan? TimeLeft(CallHints hints) => hints.Deadline - time.GetUtcNow();

    private static bool IsReady(CallState state, CatalogueModel model) => state.InForce.Providers[model.Provider].Provider.IsReady;

    private static ModelException Unknown(string name, ModelCatalogue catalogue) => new(new ModelError(
        ModelErrorCodes.UnknownModel, 404, $"There is no model or alias '{name}'. Known are: {string.Join(", ", catalogue.Names)}."));
}
