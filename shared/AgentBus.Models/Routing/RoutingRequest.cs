namespace AgentBus.Models.Routing;

/// <summary>All a policy may look at. The same request gets the same decision.</summary>
/// <param name="Task">What is to be done.</param>
/// <param name="Objective">What matters most.</param>
/// <param name="Candidates">The models in configured order, the default first; at least one is eligible.</param>
/// <param name="TimeLeft">Time until the caller's deadline; null without one.</param>
/// <param name="MayExplore">Whether a model may be tried to learn from it: the caller marked the step as safe and set no deadline.</param>
/// <param name="Draw">A number from [0, 1) for policies that choose at random.</param>
internal sealed record RoutingRequest(RoutingTask Task, Objective Objective, IReadOnlyList<Candidate> Candidates, TimeSpan? TimeLeft, bool MayExplore, double Draw)
{
    public IEnumerable<Candidate> Eligible => Candidates.Where(c => c.IsEligible);
}
