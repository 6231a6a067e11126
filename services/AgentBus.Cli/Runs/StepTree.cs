using System.Text.RegularExpressions;
using AgentBus.Cli.Api;

namespace AgentBus.Cli.Runs;

/// <summary>
/// Makes a tree out of the flat list of steps. A step lies in the step with the longest task path above its own whose item indexes are the
/// beginning of its own.
/// </summary>
internal static partial class StepTree
{
    public static IReadOnlyList<StepNode> Build(IReadOnlyList<Step> steps)
    {
        var ordered = steps.Select(step => (Step: step, Place: Place.Of(step)))
            .OrderBy(s => s.Place.Task.Length).ThenBy(s => s.Place.Indexes.Length).ThenBy(s => s.Step.StartedAt).ThenBy(s => s.Place.Visit).ToList();
        var nodes = new Dictionary<(string Task, string Indexes), StepNode>();
        var visits = new Dictionary<(string Task, string Indexes), int>();
        var roots = new List<StepNode>();
        foreach (var (step, place) in ordered)
        {
            var parent = Above(place).Select(above => nodes.GetValueOrDefault(above)).FirstOrDefault(node => node is not null);
            var visit = visits[(place.Task, place.Indexes)] = visits.GetValueOrDefault((place.Task, place.Indexes)) + 1;
            var node = new StepNode(step, place.Label(step.Name, parent, visit), []);
            nodes[(place.Task, place.Indexes)] = node;
            (parent?.Children ?? roots).Add(node);
        }

        Sort(roots);
        return roots;
    }

    // Nearest first; the same task path with fewer indexes comes before a shorter path.
    private static IEnumerable<(string Task, string Indexes)> Above(Place place)
    {
        for (var task = place.Task; task.Length > 0; task = task[..task.LastIndexOf('/')])
        {
            foreach (var indexes in Prefixes(place.Indexes))
            {
                if (task != place.Task)
                {
                    yield return (task, indexes);
                }
            }

            if (!task.Contains('/', StringComparison.Ordinal))
            {
                yield break;
            }
        }
    }

    private static IEnumerable<string> Prefixes(string indexes)
    {
        for (var rest = indexes; ; rest = rest[..rest.LastIndexOf(',')])
        {
            yield return rest;
            if (!rest.Contains(',', StringComparison.Ordinal))
            {
                break;
            }
        }

        if (indexes.Length > 0)
        {
            yield return "";
        }
    }

    private static void Sort(List<StepNode> nodes)
    {
        nodes.Sort((a, b) => a.Step.StartedAt.CompareTo(b.Step.StartedAt));
        nodes.ForEach(node => Sort(node.Children));
    }

    /// <summary>Where a step lies: <c>{task}[{indexes}]#{visit}</c>.</summary>
    private sealed partial record Place(string Task, string Indexes, int Visit)
    {
        public static Place Of(Step step)
        {
            var match = Pattern().Match(step.Id);
            return match.Success
                ? new Place(step.Task, match.Groups["i"].Value.Trim('[', ']').Replace("][", ",", StringComparison.Ordinal),
                    int.TryParse(match.Groups["v"].Value, out var visit) ? visit : 1)
                : new Place(step.Task, "", 1);
        }

        /// <param name="visit">How many visits of the task at these indexes there are up to this one; the number in the id may skip some.</param>
        public string Label(string name, StepNode? parent, int visit)
        {
            var above = parent is null ? "" : Of(parent.Step).Indexes;
            var own = Indexes.Length > above.Length ? $"[{Indexes[above.Length..].TrimStart(',')}]" : "";
            return $"{name}{own}{(visit > 1 ? $" (visit {visit})" : "")}";
        }

        [GeneratedRegex(@"(?<i>(\[[0-9,]+\])*)(#(?<v>[0-9]+))?$", RegexOptions.NonBacktracking)]
        private static partial Regex Pattern();
    }
}
