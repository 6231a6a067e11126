namespace AgentBus.Agents.Routing.Planning;

/// <summary>The allowed agents without those that failed in an earlier plan.</summary>
internal sealed class Team(IReadOnlyList<AllowedAgent> allowed, IReadOnlyCollection<string> leftOut)
{
    private readonly List<AllowedAgent> _members = [.. allowed.Where(agent => !leftOut.Contains(agent.Name)).OrderByDescending(agent => agent.Running)];

    /// <summary>Who does it; null = nobody.</summary>
    public string? For(Skill skill) => _members.Find(agent => Can(agent, skill))?.Name;

    /// <summary>Agents with capabilities the planner knows nothing of, of which the goal speaks; in the goal's order.</summary>
    public IReadOnlyList<string> AskedFor(GoalWords goal) =>
    [
        .. from agent in _members
           where !Skills.All.Any(skill => Can(agent, skill))
           let place = agent.Capabilities?.Min(goal.PlaceOf)
           where place is not null
           orderby place
           select agent.Name,
    ];

    /// <summary>Why nobody does it.</summary>
    public string Lacks(Skill skill) => allowed.Where(agent => leftOut.Contains(agent.Name) && Can(agent, skill)).Select(agent => agent.Name).ToList() is { Count: > 0 } failed
        ? $"to {skill.Does} there is nobody else: {string.Join(", ", failed)} failed"
        : $"no allowed agent can {skill.Does} (capability {string.Join(" or ", skill.Capabilities)})";

    /// <summary>The agents and what they can do.</summary>
    public override string ToString() => string.Join(", ", allowed.Select(agent =>
        $"{agent.Name} ({(agent.Capabilities is { } some ? string.Join(" ", some) : "no worker runs, so only its name is known")})"));

    private static bool Can(AllowedAgent agent, Skill skill) =>
        agent.Capabilities is { } capabilities ? capabilities.Any(skill.Capabilities.Contains) : agent.Name == skill.UsualAgent;
}
