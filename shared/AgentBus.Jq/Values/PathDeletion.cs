namespace AgentBus.Jq;

/// <summary>
/// Deleting many paths at once, as jq does it: paths are sorted and grouped by key, and all keys of one container go together, so that
/// indexes mean positions before any deletion.
/// </summary>
internal static class PathDeletion
{
    public static JqValue? Delete(Run run, JqValue root, JqArray paths)
    {
        var sorted = new List<JqArray>(paths.Count);
        foreach (var path in paths.Items)
        {
            if (path is not JqArray keys)
            {
                return run.Raise("Path must be specified as an array");
            }

            if (keys.Count > Run.MaxDepth)
            {
                return run.Raise("Path too deep");
            }

            sorted.Add(keys);
        }

        sorted.Sort((a, b) => Ordering.Compare(run, a, b));
        return run.Error is not null ? null
            : sorted.Count == 0 ? root
            : sorted[0].Count == 0 ? JqValue.Null
            : DeleteSorted(run, root, sorted, 0);
    }

    private static JqValue? DeleteSorted(Run run, JqValue target, List<JqArray> paths, int level)
    {
        if (!Run.HasStack)
        {
            return OnDeepStack(run, target, paths, level);
        }

        var doomed = new List<JqValue>();
        for (var i = 0; i < paths.Count;)
        {
            var key = paths[i][level];
            var end = i + 1;
            while (end < paths.Count && Ordering.AreEqual(run, key, paths[end][level]))
            {
                end++;
            }

            if (paths[i].Count == level + 1)
            {
                doomed.Add(key);
            }
            else
            {
                var part = Access.Get(run, target, key);
                if (part is { Kind: not JqKind.Null } && DeleteSorted(run, part, paths.GetRange(i, end - i), level + 1) is { } rest)
                {
                    part = PathEditing.Set(run, target, [key], rest);
                    target = part ?? target;
                }

                if (part is null || run.Error is not null)
                {
                    return null;
                }
            }

            i = end;
        }

        return doomed.Count == 0 ? target : DeleteKeys(run, target, doomed);
    }

    private static JqValue? OnDeepStack(Run run, JqValue target, List<JqArray> paths, int level) =>
        Run.OnDeepStack(() => DeleteSorted(run, target, paths, level));

    private static JqValue? DeleteKeys(Run run, JqValue target, List<JqValue> keys) => target switch
    {
        { Kind: JqKind.Null } => target,
        JqObject o => DeleteMembers(run, o, keys),
        JqArray a => DeleteElements(run, a, keys),
        _ => run.Raise($"Cannot delete fields from {target.KindName}"),
    };

    private static JqObject? DeleteMembers(Run run, JqObject target, List<JqValue> keys)
    {
        if (!run.Step(2 * target.Count) || !run.Charge(Arithmetic.MemberBytes * target.Count))
        {
            return null;
        }

        var members = target.CopyMembers();
        foreach (var key in keys)
        {
            if (key is not JqString name)
            {
                run.Fail($"Cannot delete field at {key.KindName} index of object");
                return null;
            }

            members.Remove(name.Text);
        }

        return new JqObject(members);
    }

    private static JqArray? DeleteElements(Run run, JqArray target, List<JqValue> keys)
    {
        if (!run.Step(target.Count / 4) || !run.Charge(8L * target.Count))
        {
            return null;
        }

        var gone = new bool[target.Count];
        foreach (var key in keys)
        {
            if (key is JqNumber number)
            {
                var index = Math.Floor(number.Value);
                index = index < 0 ? index + gone.Length : index;
                if (index >= 0 && index < gone.Length)
                {
                    gone[(int)index] = true;
                }
            }
            else if (key is JqObject slice && Access.TryBounds(slice, gone.Length, out var start, out var end))
            {
                Array.Fill(gone, true, start, end - start);
            }
            else
            {
                run.Fail(key is JqObject ? "Start and end indices of an array slice must be numbers"
                    : $"Cannot delete field at {(key is JqString ? "object" : key.KindName)} index of array");
                return null;
            }
        }

        var kept = new List<JqValue>(target.Count);
        for (var i = 0; i < gone.Length; i++)
        {
            if (!gone[i])
            {
                kept.Add(target[i]);
            }
        }

        return new JqArray(kept);
    }
}
