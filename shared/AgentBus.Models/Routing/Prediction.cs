namespace AgentBus.Models.Routing;

/// <summary>What predictions were made from, for the record of the decision.</summary>
/// <param name="FeaturesHash">Hash of the features.</param>
/// <param name="Features">The features in the model's own form, to learn from once the outcome is known; never the prompt itself. Null when it does not learn.</param>
internal sealed record Prediction(ulong FeaturesHash, ReadOnlyMemory<byte>? Features)
{
    public static Prediction None { get; } = new(0, null);
}
