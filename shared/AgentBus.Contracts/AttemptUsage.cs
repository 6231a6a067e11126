namespace AgentBus.Contracts;

/// <summary>What one attempt used.</summary>
/// <param name="CostUsd">Money in US dollars.</param>
/// <param name="InputTokens">Prompt tokens over all model calls.</param>
/// <param name="OutputTokens">Completion tokens over all model calls.</param>
/// <param name="ModelCalls">How many model calls were made.</param>
/// <param name="Models">Names of the models that answered, without repeats.</param>
public sealed record AttemptUsage(
    decimal CostUsd = 0, long InputTokens = 0, long OutputTokens = 0, int ModelCalls = 0, IReadOnlyList<string>? Models = null);
