namespace AgentBus.Jq;

/// <summary>Reading, setting and deleting at paths.</summary>
internal static class PathEditing
{
    private const double MaxIndex = 536_870_911;

    public static JqValue? Get(Run run, JqValue root, ReadOnlySpan<JqValue> path)
    {
        if (path.Length > Run.MaxDepth)
        {
            return run.Raise("Path too deep");
        }

        var value = root;
        foreach (var key in path)
        {
            if (value.Kind == JqKind.Null)
            {
                return value;
            }

            value = Access.Get(run, value, key);
            if (value is null)
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The root with the value at a path replaced; missing containers are made on the way.</summary>
    public static JqValue? Set(Run run, JqValue root, ReadOnlySpan<JqValue> path, JqValue value)
    {
        if (path.Length > Run.MaxDepth)
        {
            return run.Raise("Path too deep");
        }

        if (!run.Step(2 + 2 * path.Length))
        {
            return null;
        }

        var parents = new JqValue[path.Length];
        var current = root;
        for (var i = 0; i < path.Length; i++)
        {
            parents[i] = current;
            if (i < path.Length - 1)
            {
                var next = Access.Get(run, current, path[i]);
                if (next is null)
                {
                    return null;
                }

                current = next;
            }
        }

        JqValue? result = value;
        for (var i = path.Length - 1; i >= 0 && result is not null; i--)
        {
            result = SetOne(run, parents[i], path[i], result);
        }

        return result;
    }

    private static JqValue? SetOne(Run run, JqValue target, JqValue key, JqValue value)
    {
        switch (target, key)
        {
            case (JqObject or { Kind: JqKind.Null }, JqString name):
                var o = target as JqObject ?? JqObject.Empty;
                return SetMember(run, o, name.Text, value);
            case (JqArray or { Kind: JqKind.Null }, JqNumber index):
                return SetElement(run, target as JqArray ?? JqArray.Empty, index.Value, value);
            case (JqArray or { Kind: JqKind.Null }, JqObject slice):
                return SetSlice(run, target as JqArray ?? JqArray.Empty, slice, value);
            case (JqString, JqObject):
                return run.Raise("Cannot update string slices");
            case (JqArray, JqArray):
                return run.Raise("Cannot update field at array index of array");
            default:
                return run.Raise(Access.CannotIndex(target, key));
        }
    }

    private static JqObject? SetMember(Run run, JqObject target, string name, JqValue value)
    {
        var copied = target.IsOwnedBy(run) ? 1 : target.Count + 1;
        return run.Step(2 + copied * 2) && run.StepText(name.Length) && run.Charge(Arithmetic.MemberBytes * (1 + copied)) ? target.With(run, name, value) : null;
    }

    private static JqValue? SetElement(Run run, JqArray array, double index, JqValue value)
    {
        if (double.IsNaN(index))
        {
            return run.Raise("Cannot set array element at NaN index");
        }

        index = Math.Floor(index);
        index = index < 0 ? index + array.Count : index;
        if (index < 0 || index > MaxIndex)
        {
            return run.Raise(index < 0 ? "Out of bounds negative array index" : "Array index too large");
        }

        if (index == array.Count)
        {
            return run.Step(2) && run.Charge(96) ? array.Append([value]) : null;
        }

        var made = array.IsOwnedBy(run) ? Math.Max(1, (int)index + 1 - array.Count) : Math.Max(array.Count, (int)index + 1);
        return run.Step(3 + made / 16) && run.Charge(96 + 8L * made) ? array.Set(run, (int)index, value) : null;
    }

    private static JqValue? SetSlice(Run run, JqArray array, JqObject slice, JqValue value)
    {
        if (!Access.TryBounds(slice, array.Count, out var start, out var end))
        {
            return run.Raise("Start and end indices of an array slice must be numbers");
        }

        if (value is not JqArray inserted)
        {
            return run.Raise("A slice of an array can only be assigned another array");
        }

        if (!run.Charge(8L * (array.Count + inserted.Count)))
        {
            return null;
        }

        var items = array.ToList(inserted.Count);
        items.RemoveRange(start, end - start);
        items.InsertRange(start, inserted.Items.ToArray());
        return new JqArray(items);
    }
}
