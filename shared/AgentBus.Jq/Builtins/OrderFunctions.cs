namespace AgentBus.Jq;

/// <summary>Sorting, grouping and searching.</summary>
internal static class OrderFunctions
{
    public static void Register(BuiltinTable table)
    {
        Both(table, "sort", "sort_by", (_, sorted) => new JqArray([.. sorted.Select(entry => entry.Value)]));
        Both(table, "unique", "unique_by", Unique);
        Both(table, null, "group_by", Group);
        Both(table, "min", "min_by", (_, sorted) => sorted.Count == 0 ? JqValue.Null : sorted[0].Value);
        Both(table, "max", "max_by", (_, sorted) => sorted.Count == 0 ? JqValue.Null : sorted[^1].Value);
        table.Add("bsearch", BinarySearch);
        table.Add("indices", Indices);
        table.Add("index", (run, input, sought) => Indices(run, input, sought) switch { JqArray { Count: > 0 } found => found[0], null => null, _ => JqValue.Null });
        table.Add("rindex", (run, input, sought) => Indices(run, input, sought) switch { JqArray { Count: > 0 } found => found[found.Count - 1], null => null, _ => JqValue.Null });
        table.Add("_strindices", (run, input, sought) => input is not JqString ? run.Raise($"{Describe.Value(input)} cannot be searched, as it is not a string")
            : sought is not JqString ? run.Raise($"{Describe.Value(sought)} is not a string") : Indices(run, input, sought));
    }

    private static void Both(BuiltinTable table, string? plain, string by, Func<Run, List<KeyedValue>, JqValue?> finish)
    {
        if (plain is not null)
        {
            table.Form(plain, 0, _ => new OrderNode(plain, null, finish));
        }

        table.Form(by, 1, args => new OrderNode(plain ?? by, args[0], finish));
    }

    private static JqValue? Unique(Run run, List<KeyedValue> sorted)
    {
        var unique = new List<JqValue>();
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i == 0 || !Ordering.AreEqual(run, sorted[i - 1].Key, sorted[i].Key))
            {
                unique.Add(sorted[i].Value);
            }
        }

        return run.Error is null ? new JqArray(unique) : null;
    }

    private static JqValue? Group(Run run, List<KeyedValue> sorted)
    {
        var groups = new List<JqValue>();
        var group = new List<JqValue>();
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i > 0 && !Ordering.AreEqual(run, sorted[i - 1].Key, sorted[i].Key))
            {
                groups.Add(new JqArray(group));
                group = [];
            }

            group.Add(sorted[i].Value);
        }

        if (group.Count > 0)
        {
            groups.Add(new JqArray(group));
        }

        return run.Error is null && run.Charge(40L * groups.Count) ? new JqArray(groups) : null;
    }

    /// <summary>The index of the value in a sorted array, or -1 minus where it would go.</summary>
    private static JqValue? BinarySearch(Run run, JqValue input, JqValue sought)
    {
        if (input is not JqArray array)
        {
            return run.Raise($"{Describe.Value(input)} cannot be searched from");
        }

        int low = 0, high = array.Count - 1;
        while (low <= high && run.Step())
        {
            var middle = (low + high) / 2;
            var order = Ordering.Compare(run, array[middle], sought);
            if (order == 0 && run.Error is null)
            {
                return JqValue.Of(middle);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return run.Error is null ? JqValue.Of(-1 - low) : null;
    }

    private static JqValue? Indices(Run run, JqValue input, JqValue sought) => (input, sought) switch
    {
        (JqArray array, JqArray part) => Access.IndexesOf(run, array, part),
        (JqArray array, _) => Access.IndexesOf(run, array, new JqArray([sought])),
        (JqString text, JqString part) => IndexesInText(run, text, part.Text),
        _ => Access.Get(run, input, sought),
    };

    private static JqValue? IndexesInText(Run run, JqString text, string part)
    {
        if (part.Length == 0)
        {
            return JqValue.Null;
        }

        var found = new List<JqValue>();
        int runes = 0, counted = 0;
        for (var at = text.Text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.Text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            if (!run.Step() || !run.Charge(32))
            {
                return null;
            }

            runes += JqString.CountRunes(text.Text.AsSpan(counted, at - counted));
            counted = at;
            found.Add(JqValue.Of(runes));
        }

        return run.Step(1 + text.Text.Length / 16) ? new JqArray(found) : null;
    }
}

/// <summary>A value, its sort key and its place before sorting, which keeps the sort stable.</summary>
internal readonly record struct KeyedValue(JqValue Key, JqValue Value, int Place);

/// <summary>Sorts its input by a key and hands the sorted list on.</summary>
/// <param name="name">What an error calls it.</param>
/// <param name="key">The key; null = the value itself. All outputs count, in order.</param>
/// <param name="finish">Makes the result of the sorted list.</param>
internal sealed class OrderNode(string name, Node? key, Func<Run, List<KeyedValue>, JqValue?> finish) : SingleNode
{
    private readonly Node? _key = key is null or SingleNode ? key : new CollectNode(key);

    public override JqValue? One(Run run, Env? env, JqValue input)
    {
        if (input is not JqArray array)
        {
            return run.Raise($"{Describe.Value(input)} cannot be {(name == "group_by" ? "grouped" : name is "min" or "max" ? "iterated over" : "sorted")}, as it is not an array");
        }

        var entries = new List<KeyedValue>(array.Count);
        for (var i = 0; i < array.Count; i++)
        {
            var value = array.Items[i];
            var sortKey = _key is null ? value : ((SingleNode)_key).One(run, env, value);
            if (sortKey is null || !run.Step(4) || !run.Charge(24))
            {
                return null;
            }

            entries.Add(new KeyedValue(sortKey, value, i));
        }

        // Comparisons of scalars are not counted one by one.
        if (!run.Step((long)entries.Count * System.Numerics.BitOperations.Log2((uint)entries.Count + 1) / 6))
        {
            return null;
        }

        entries.Sort((a, b) => Ordering.Compare(run, a.Key, b.Key) is var order && order != 0 ? order : a.Place.CompareTo(b.Place));
        return run.Error is null ? finish(run, entries) : null;
    }
}
