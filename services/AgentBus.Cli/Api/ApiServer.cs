namespace AgentBus.Cli.Api;

/// <summary>A server as it is spoken of when it cannot be reached or refuses.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ToReach">What to do when nobody answers.</param>
/// <param name="ToUnlock">What to do when it wants a key and none was given.</param>
/// <param name="Patience">Longest wait for an answer.</param>
/// <param name="ToFind">What to do when somebody else answers; null = that is not looked for.</param>
internal sealed record ApiServer(string Name, string ToReach, string ToUnlock, TimeSpan Patience, string? ToFind = null)
{
    public static ApiServer AgentBus { get; } = new(
        "AgentBus",
        "Start it with 'agentbus up', or name another address with --url.",
        "No API key was found. Give one with --key or AGENTBUS_KEY, or run this where 'agentbus up' left data/admin.key.",
        TimeSpan.FromSeconds(100));

    public static ApiServer Models { get; } = new(
        "the model gateway",
        "Start it, or name its address with --models-url or AGENTBUS_MODELS_URL.",
        "The model gateway wants a key. Give one of its ModelGateway:ApiKeys with --models-key or AGENTBUS_MODELS_KEY.",
        TimeSpan.FromMinutes(15),
        "There is no model gateway. Where it is a process of its own, name its address with --models-url or AGENTBUS_MODELS_URL.");
}
