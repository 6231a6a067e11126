using AgentBus.Models.Catalogue;
using AgentBus.Models.Gateway;
using AgentBus.Models.Targets;

namespace AgentBus.Models.Routing.Planning;

/// <summary>What a call would be like at each model: quality by what was learned, cost by the catalogue, latency and load by what is measured.</summary>
internal sealed class Forecast(IQualityModel quality, TargetSet targets, TimeProvider time)
{
    /// <summary>Tokens of an answer while none was seen.</summary>
    private const int UsualOutput = 300;

    public string Version => quality.Version;

    public (Expectation[] Expected, Prediction Prediction) Of(CallState state, RoutingTask task, IReadOnlyList<CatalogueModel> models)
    {
        var estimates = new QualityEstimate[models.Count];
        var prediction = quality.Predict(task, models, estimates);
        return ([.. models.Select((m, i) => Of(state, m, estimates[i]))], prediction);
    }

    private Expectation Of(CallState state, CatalogueModel model, QualityEstimate estimate)
    {
        var target = targets[model];
        var seen = target.Latencies.Read(time.GetUtcNow());
        var limit = OutputLimit.Of(model, state.Call.Options, state.Prompt);
        var output = Math.Min(limit, seen.IsKnown ? (long)seen.OutputTokens : UsualOutput);
        var likely = ((state.Prompt.Likely * model.Price.Input) + (output * model.Price.Output)) / 1_000_000m;
        return new Expectation(estimate, likely, model.Price.Most(state.Prompt.Most, limit), target.ExpectedLatency(model), target.Load(model));
    }
}
