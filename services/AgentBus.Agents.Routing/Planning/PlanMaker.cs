using System.Text.Json;
using AgentBus.AgentSdk;

namespace AgentBus.Agents.Routing.Planning;

/// <summary>
/// Makes a plan: what the goal asks for, before each what it needs and the input does not have (backward chaining over the skills), and after a
/// draft its check and its writing where somebody allowed does them. Who failed in an earlier plan is replaced, or left out where the goal
/// does not ask for the work.
/// </summary>
internal sealed class PlanMaker
{
    private readonly Team _team;
    private readonly IReadOnlySet<string> _given;
    private readonly List<Skill> _chain = [];

    private PlanMaker(Team team, IReadOnlySet<string> given) => (_team, _given) = (team, given);

    public static AgentResult<PlannerOutput> Make(PlannerInput input)
    {
        var leftOut = LeftOut.Of(input.Previous);
        var team = new Team(input.Agents, leftOut);
        return new PlanMaker(team, Given(input.Input)).Make(input, new GoalWords(input.GoalText), leftOut);
    }

    private AgentResult<PlannerOutput> Make(PlannerInput input, GoalWords goal, IReadOnlyList<string> leftOut)
    {
        var others = _team.AskedFor(goal);
        var wanted = Skills.All.Where(skill => goal.Names(skill.Words)).ToList();
        if (wanted.Count == 0 && others.Count == 0)
        {
            wanted.Add(_team.For(Skills.Draft) is null ? Skills.Read : Skills.Draft);
        }

        var problems = wanted.Select(Add).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (problems.Count > 0)
        {
            return AgentResult.Refused(Words(problems, input.Previous));
        }

        var extra = AddExtras(wanted, input.MaxTasks - others.Count);
        var tasks = _chain.Count + others.Count;
        if (tasks > input.MaxTasks)
        {
            return AgentResult.Refused($"No plan can be made: it takes {tasks} tasks, and maxTasks is {input.MaxTasks}. Allow more, or ask for less.");
        }

        return new PlanWriter(input, _team, _given).Write(_chain, others, [.. wanted, .. extra], leftOut);
    }

    // Null when it can be done: then it stands in the chain, after all it needs.
    private string? Add(Skill skill)
    {
        if (_chain.Contains(skill))
        {
            return null;
        }

        if (_team.For(skill) is null)
        {
            return _team.Lacks(skill);
        }

        foreach (var need in skill.Needs.Where(need => !_given.Contains(need)))
        {
            var problem = Skills.All.FirstOrDefault(other => other.Gives.ContainsKey(need)) is { } maker
                ? Add(maker)
                : $"to {skill.Does} the input needs '{need}'";
            if (problem is not null)
            {
                return problem;
            }
        }

        _chain.Add(skill);
        return null;
    }

    private List<Skill> AddExtras(List<Skill> wanted, int maxTasks)
    {
        Skill[] extras = wanted.Contains(Skills.Draft) ? [Skills.Check, Skills.Write] : [];
        var added = extras.Except(_chain).Except(wanted).Where(skill => _team.For(skill) is not null)
            .TakeLast(Math.Max(0, maxTasks - _chain.Count)).ToList();
        _chain.AddRange(added);
        _chain.Sort((one, other) => OrderOf(one).CompareTo(OrderOf(other)));
        return added;
    }

    private string Words(List<string> problems, FailedPlan? previous) =>
        $"No plan can be made: {string.Join("; ", problems)}. Allowed are {_team}."
        + (previous?.Error is { Title: { } title } error ? $" The plan before failed: {title}{(error.Detail is null ? "." : $": {error.Detail}")}" : "");

    private static int OrderOf(Skill skill) => Skills.All.TakeWhile(other => other != skill).Count();

    private static HashSet<string> Given(JsonElement input) => input.ValueKind == JsonValueKind.Object
        ? [.. input.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => member.Name)]
        : [];
}
