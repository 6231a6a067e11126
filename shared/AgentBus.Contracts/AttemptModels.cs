namespace AgentBus.Contracts;

/// <summary>What the model calls of an attempt are held to; an agent hands it to the model gateway.</summary>
/// <param name="Explore">Whether a worse answer does no harm here, so that a model may be tried out to learn from it.</param>
/// <param name="MinQuality">Lowest expected quality of a model, 0 to 1; null = any.</param>
/// <param name="DataPolicy"><c>any</c>, <c>local-only</c> or <c>region=eu,ch</c>: where the prompts may go; null = any.</param>
public sealed record AttemptModels(bool Explore = false, double? MinQuality = null, string? DataPolicy = null);
