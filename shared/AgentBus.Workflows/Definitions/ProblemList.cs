using AgentBus.Workflows.Definitions.Text;

namespace AgentBus.Workflows.Definitions;

/// <summary>Collects problems; the same one found twice (a shared policy, an alias) counts once.</summary>
internal sealed class ProblemList
{
    private readonly HashSet<Problem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<Problem> InOrder =>
        [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column).ThenBy(p => p.Path, StringComparer.Ordinal)];

    public void Add(Position at, string path, string message) => _problems.Add(new Problem(at.Line, at.Column, path, message));

    public void AddAll(ProblemList others) => _problems.UnionWith(others._problems);
}
