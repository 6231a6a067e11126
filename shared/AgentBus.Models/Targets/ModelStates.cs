using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Targets;

/// <summary>Tells how the models are.</summary>
public sealed class ModelStates
{
    private readonly LiveModels _models;
    private readonly TargetSet _targets;
    private readonly TimeProvider _time;

    internal ModelStates(LiveModels models, TargetSet targets, TimeProvider time) => (_models, _targets, _time) = (models, targets, time);

    /// <summary>The state of every model in force.</summary>
    public ModelStateList Read()
    {
        var inForce = _models.InForce;
        return new ModelStateList([.. inForce.Catalogue.Ordered.Select(m => Of(m, inForce.Providers[m.Provider].Provider.IsReady))]);
    }

    private ModelState Of(CatalogueModel model, bool isReady)
    {
        var (target, now) = (_targets[model], _time.GetUtcNow());
        var (breaker, seen, (busy, waiting)) = (target.Breaker.Read(now), target.Latencies.Read(now), target.Slots.Count);
        return new ModelState(
            model.Name, model.Provider, model.Region, model.Tier, isReady,
            breaker.Phase switch { BreakerPhase.Closed => "closed", BreakerPhase.Open => "open", _ => "halfOpen" },
            breaker.Failures, breaker.Until, breaker.Reason, target.LimitedUntil, busy, waiting, model.Limits.Concurrency,
            seen.Count > 0 ? seen.P50.TotalMilliseconds : null, seen.Count > 0 ? seen.P95.TotalMilliseconds : null)
        {
            Aliases = model.Aliases,
            InputUsdPerMillion = model.Price.Input,
            OutputUsdPerMillion = model.Price.Output,
            ContextWindow = model.ContextWindow,
            Quality = model.Quality,
        };
    }
}
