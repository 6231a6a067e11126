using AgentBus.Models.Routing.Policies;

namespace AgentBus.Models.Catalogue;

/// <summary>How the gateway chooses the model of a call to <c>auto</c>, under <c>Models:Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary><c>cheapest</c>, <c>fastest</c>, <c>best</c>, <c>balanced</c>, <c>learned</c> or <c>fixed</c>. Default <c>fixed</c>.</summary>
    public string Policy { get; set; } = RoutingPolicies.Fixed;

    /// <summary>What <c>learned</c> may lose on average by trying other models on steps marked safe, as a share of the worth of a good answer, 0 to 0.1. Default 0.002; 0 = never tries.</summary>
    public double ExplorationCost { get; set; } = LearnedPolicy.DefaultExplorationCost;

    /// <summary>Worth of a good answer in US dollars, which the objectives weigh against cost and time. Default 0.02.</summary>
    public double SuccessUsd { get; set; } = Utility.DefaultSuccessUsd;
}
