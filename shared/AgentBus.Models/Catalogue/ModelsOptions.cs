using AgentBus.Models.Batches;
using AgentBus.Models.Budgets;
using AgentBus.Models.Cache;
using AgentBus.Models.MicroBatches;
using AgentBus.Models.Routing.Policies;

namespace AgentBus.Models.Catalogue;

/// <summary>
/// The model gateway's configuration, section <c>Models</c>. Empty is valid: then <c>extractive</c> answers. A change takes effect while the gateway runs; a faulty one
/// is refused with a log line and the one before stays.
/// </summary>
public sealed class ModelsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Models";

    /// <summary>Model that <c>auto</c> takes while its provider is ready; the first configured one that is when left out.</summary>
    public string? Default { get; set; }

    /// <summary>Model that takes a call to <c>auto</c> or a tier when no other is up. Left out: such a call fails, and is told when to come again.</summary>
    public string? LastResort { get; set; }

    /// <summary>How <c>auto</c> and tiers choose: <c>fixed</c>, <c>cheapest</c>, <c>fastest</c>, <c>best</c>, <c>balanced</c>, <c>learned</c>. Left out: <c>balanced</c> for a call with an objective, else <c>fixed</c>.</summary>
    public string? Policy { get; set; }

    /// <summary>Worth of a good answer in US dollars, which <c>balanced</c> and <c>learned</c> weigh against cost and time. Default 0.02.</summary>
    public double SuccessUsd { get; set; } = Utility.DefaultSuccessUsd;

    /// <summary>What <c>learned</c> may lose on average by trying other models on steps marked safe once it is clear which is best, as a share of the worth of a good answer, 0 to 0.1. Default 0.001; 0 = never tries.</summary>
    public double ExplorationCost { get; set; } = LearnedPolicy.DefaultExplorationCost;

    /// <summary>What the calls are held to on average. Default nothing.</summary>
    public PacingOptions Pacing { get; } = new();

    /// <summary>Stronger models a call to <c>auto</c> or a tier may go to after an answer that breaks its schema. Default 2; 0 to 10.</summary>
    public int MaxEscalations { get; set; } = 2;

    /// <summary>With a deadline: how long a model may take before the next one is asked beside it. Left out: never.</summary>
    public TimeSpan? HedgeAfter { get; set; }

    /// <summary>Whether the span of each try tells its cost as <c>gen_ai.usage.cost.*</c>, names that the conventions have not settled on yet. Default false; <c>agentbus.cost.usd</c> of the call is always there.</summary>
    public bool CostInSpans { get; set; }

    /// <summary>Providers by name.</summary>
    public IDictionary<string, ProviderOptions> Providers { get; } = new Dictionary<string, ProviderOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Models by key.</summary>
    public IDictionary<string, ModelOptions> Models { get; } = new Dictionary<string, ModelOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers of other calls that are used again.</summary>
    public CacheOptions Cache { get; } = new();

    /// <summary>Calls of steps that have much time.</summary>
    public DeferOptions Defer { get; } = new();

    /// <summary>Small calls that are asked together.</summary>
    public MicroBatchOptions MicroBatch { get; } = new();

    /// <summary>What may be spent.</summary>
    public IList<BudgetOptions> Budgets { get; } = [];

    /// <summary>Settings that could not be read.</summary>
    internal IReadOnlyList<string> Unreadable { get; set; } = [];

    /// <summary>Where they are: what was left unread there is not judged, since its values are not those that were given.</summary>
    internal IReadOnlyList<string> UnreadableAt { get; set; } = [];
}
