using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing;

/// <summary>What the catalogue says of each model, whatever the task.</summary>
internal sealed class PriorQuality : IQualityModel
{
    public string Version => "prior";

    public Prediction Predict(RoutingTask task, IReadOnlyList<CatalogueModel> models, Span<QualityEstimate> estimates)
    {
        for (var i = 0; i < models.Count; i++)
        {
            estimates[i] = new QualityEstimate(models[i].Quality);
        }

        return Prediction.None;
    }
}
