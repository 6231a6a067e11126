namespace AgentBus.Agents.Routing.Planning;

/// <summary>A kind of work the planner knows: who can do it, what it takes and what it gives.</summary>
/// <param name="Task">Name of its task in a plan.</param>
/// <param name="Does">The same in words.</param>
/// <param name="UsualAgent">Who does it where nobody tells what they can do, as no worker runs.</param>
/// <param name="Capabilities">One of them is enough.</param>
/// <param name="Words">Beginnings of the words by which a goal asks for it.</param>
/// <param name="Needs">Data without which it cannot be done; also the members of the agent's input.</param>
/// <param name="Takes">Data that is handed on where there is some.</param>
/// <param name="Gives">What it makes, with its place in the agent's output as a jq path.</param>
internal sealed record Skill(
    string Task,
    string Does,
    string UsualAgent,
    IReadOnlyList<string> Capabilities,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> Takes,
    IReadOnlyDictionary<string, string> Gives)
{
    /// <summary>Data of which the agent is told only how many there are.</summary>
    public IReadOnlyList<string> Counts { get; init; } = [];
}
