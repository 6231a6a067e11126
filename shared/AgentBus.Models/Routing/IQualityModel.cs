using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing;

/// <summary>Predicts how good the answers of models to a task will be. Safe for concurrent calls; takes well under a millisecond and asks nobody.</summary>
internal interface IQualityModel
{
    /// <summary>Version of what was learned; goes into every decision.</summary>
    string Version { get; }

    /// <summary>Fills in one estimate for each model, in their order.</summary>
    Prediction Predict(RoutingTask task, IReadOnlyList<CatalogueModel> models, Span<QualityEstimate> estimates);
}
