using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Evaluation;

/// <summary>A labelled call whose features are known.</summary>
internal sealed record PreparedCall(FeatureVector Features, string? StepType, int Length, IReadOnlyList<double> Quality)
{
    public static PreparedCall Of(LabelledCall call) => new(PromptFeatures.Of(call.Prompt), call.StepType, call.Prompt.Length, call.Quality);
}
