using AgentBus.Models.Catalogue;

namespace AgentBus.Models.Routing.Policies;

/// <summary>The policies by name, as <c>Models:Routing:Policy</c> gives them.</summary>
internal static class RoutingPolicies
{
    /// <summary>Lowest likely cost.</summary>
    public const string Cheapest = "cheapest";

    /// <summary>Shortest time.</summary>
    public const string Fastest = "fastest";

    /// <summary>Usually best at the step type.</summary>
    public const string Best = "best";

    /// <summary>Highest utility by what is usual at the step type.</summary>
    public const string Balanced = "balanced";

    /// <summary>Highest utility by what is predicted for the prompt, once that is proven to pay.</summary>
    public const string Learned = "learned";

    /// <summary>First in the configured order; the default.</summary>
    public const string Fixed = "fixed";

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> Names { get; } = [Cheapest, Fastest, Best, Balanced, Learned, Fixed];

    /// <summary>The policy of a configuration.</summary>
    /// <exception cref="ArgumentException">No policy has that name; the configuration's check says so before.</exception>
    public static IRoutingPolicy Create(RoutingOptions options) => options.Policy.ToLowerInvariant() switch
    {
        Cheapest => new CheapestPolicy(),
        Fastest => new FastestPolicy(),
        Best => new BestPolicy(),
        Balanced => new BalancedPolicy(),
        Learned => new LearnedPolicy(options.ExplorationCost),
        Fixed => new FixedPolicy(),
        _ => throw new ArgumentException($"There is no routing policy '{options.Policy}'.", nameof(options)),
    };
}
