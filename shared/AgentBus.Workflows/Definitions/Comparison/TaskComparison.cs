namespace AgentBus.Workflows.Definitions.Comparison;

/// <summary>Compares the tasks of two versions. What stands in a task that came or went comes and goes with it and is not told again.</summary>
internal sealed class TaskComparison
{
    private readonly IReadOnlyDictionary<string, IndexedTask> _from;
    private readonly IReadOnlyDictionary<string, IndexedTask> _to;

    /// <summary>Keys of tasks in the one version to keys in the other.</summary>
    private readonly Dictionary<string, string> _same;

    public TaskComparison(IReadOnlyDictionary<string, IndexedTask> from, IReadOnlyDictionary<string, IndexedTask> to)
    {
        (_from, _to) = (from, to);
        _same = from.Keys.Where(to.ContainsKey).ToDictionary(key => key);
        PairMoved();
    }

    public IEnumerable<DefinitionChange> Changes()
    {
        var displaced = Displaced();
        var kept = _from.Values.Where(task => _same.ContainsKey(task.Key)).Select(task => Compare(task, _to[_same[task.Key]], displaced));
        var removed = _from.Values.Where(task => !_same.ContainsKey(task.Key) && (task.Owner is null || _same.ContainsKey(task.Owner)))
            .Select(task => new DefinitionChange(ChangeKind.Removed, task.Task.Name, task.Task.Path, null, []));
        var added = _to.Values.Where(task => IsNew(task.Key) && (task.Owner is null || !IsNew(task.Owner)))
            .Select(task => new DefinitionChange(ChangeKind.Added, task.Task.Name, null, task.Task.Path, []));
        return kept.OfType<DefinitionChange>().Concat(removed).Concat(added).OrderBy(change => change.To ?? change.From, StringComparer.Ordinal);
    }

    private bool IsNew(string key) => !_same.ContainsValue(key);

    /// <summary>A task that went from one list and came to another, the same by name and words, was moved.</summary>
    private void PairMoved()
    {
        var added = _to.Values.Where(task => !_from.ContainsKey(task.Key)).ToList();
        foreach (var gone in _from.Values.Where(task => !_same.ContainsKey(task.Key)).ToList())
        {
            if (added.Find(task => task.Task.Name == gone.Task.Name && Members(gone, task).Count == 0) is { } back)
            {
                added.Remove(back);
                _same[gone.Key] = back.Key;
            }
        }
    }

    private DefinitionChange? Compare(IndexedTask from, IndexedTask to, HashSet<string> displaced)
    {
        var members = Members(from, to);
        var moved = from.List != to.List || displaced.Contains(from.Key);
        return !moved && members.Count == 0
            ? null
            : new DefinitionChange(moved ? ChangeKind.Moved : ChangeKind.Changed, to.Task.Name, from.Task.Path, to.Task.Path, members);
    }

    /// <summary>What differs in the tasks themselves; the tasks inside them are compared on their own.</summary>
    private IReadOnlyList<MemberChange> Members(IndexedTask from, IndexedTask to)
    {
        var lists = _from.Values.Where(task => task.Owner == from.Key).Concat(_to.Values.Where(task => task.Owner == to.Key)).Select(task => task.ListMember);
        return Comparison.Members.Compare(from.Json, to.Json, lists.ToHashSet());
    }

    /// <summary>Tasks that changed places in their list: those outside its longest run that kept its order. A shift by what came or went is no move.</summary>
    private HashSet<string> Displaced()
    {
        var displaced = new HashSet<string>();
        foreach (var list in _from.Values.Where(task => _same.GetValueOrDefault(task.Key) == task.Key).GroupBy(task => task.List))
        {
            var tasks = list.OrderBy(task => task.Index).ToList();
            var kept = LongestRising([.. tasks.Select(task => _to[task.Key].Index)]);
            displaced.UnionWith(tasks.Where((_, position) => !kept.Contains(position)).Select(task => task.Key));
        }

        return displaced;
    }

    /// <summary>Positions of the longest rising subsequence. Lists are short: the quadratic way is the plain one.</summary>
    private static HashSet<int> LongestRising(IReadOnlyList<int> values)
    {
        var (length, before) = (new int[values.Count], new int[values.Count]);
        var best = -1;
        for (var i = 0; i < values.Count; i++)
        {
            (length[i], before[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (values[j] < values[i] && length[j] + 1 > length[i])
                {
                    (length[i], before[i]) = (length[j] + 1, j);
                }
            }

            best = best < 0 || length[i] > length[best] ? i : best;
        }

        var kept = new HashSet<int>();
        for (; best >= 0; best = before[best])
        {
            kept.Add(best);
        }

        return kept;
    }
}
