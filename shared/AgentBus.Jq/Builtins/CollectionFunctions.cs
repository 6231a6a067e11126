namespace AgentBus.Jq;

/// <summary>Arrays and objects.</summary>
internal static class CollectionFunctions
{
    public static void Register(BuiltinTable table)
    {
        table.Add("length", Length);
        table.Add("keys", (run, input) => Keys(run, input, sorted: true));
        table.Add("keys_unsorted", (run, input) => Keys(run, input, sorted: false));
        table.Add("has", Has);
        table.Add("contains", (run, input, part) => Containment.Contains(run, input, part) is var found && run.Error is null ? JqValue.Of(found) : null);
        table.Form("add", 0, _ => new AddNode(IterateNode.Instance));
        table.Form("add", 1, args => new AddNode(args[0]));
        table.Add("to_entries", ToEntries);
        table.Add("from_entries", FromEntries);
        table.Form("with_entries", 1, args => PipeNode.Of(
            NativeNode.Of((run, input, _) => ToEntries(run, input), readsInput: true, []),
            PipeNode.Of(new CollectNode(PipeNode.Of(IterateNode.Instance, args[0])), NativeNode.Of((run, input, _) => FromEntries(run, input), readsInput: true, []))));
        table.Add("reverse", Reverse);
        table.Add("flatten", (run, input) => Flatten(run, input, double.PositiveInfinity));
        table.Add("flatten", (run, input, depth) => depth is not JqNumber levels ? run.Raise("flatten depth must not be negative")
            : levels.Value < 0 ? run.Raise("flatten depth must not be negative") : Flatten(run, input, levels.Value));
        table.Add("transpose", Transpose);
        table.Add("toarray", (_, input) => input is JqArray ? input : new JqArray([input]));
        table.Add("tojson", (run, input) => JsonWriter.Text(run, input) is { } text ? JqValue.Of(text) : null);
    }

    public static JqValue? Length(Run run, JqValue input) => input switch
    {
        JqArray array => JqValue.Of(array.Count),
        JqObject o => JqValue.Of(o.Count),
        JqString text => JqValue.Of(text.Length),
        JqNumber { Literal: ['-', .. var digits] } => new JqLiteralNumber(digits),
        JqNumber { Literal: not null } => input,
        JqNumber number => JqValue.Of(Math.Abs(number.Value)),
        { Kind: JqKind.Null } => JqValue.Of(0),
        _ => run.Raise($"{Describe.Value(input)} has no length"),
    };

    private static JqValue? Keys(Run run, JqValue input, bool sorted)
    {
        switch (input)
        {
            case JqArray array:
                return run.Charge(40L * array.Count) && run.Step(array.Count) ? new JqArray([.. Enumerable.Range(0, array.Count).Select(i => JqValue.Of(i))]) : null;
            case JqObject o:
                return run.Charge(40L * o.Count) && run.Step(o.Count)
                    ? new JqArray([.. (sorted ? o.SortedKeys() : o.Keys).Select(JqValue.Of)]) : null;
            default:
                return run.Raise($"{Describe.Value(input)} has no keys");
        }
    }

    private static JqValue? Has(Run run, JqValue input, JqValue key) => (input, key) switch
    {
        (JqObject o, JqString name) => JqValue.Of(o.Has(name.Text)),
        (JqArray array, JqNumber index) => JqValue.Of(index.Value >= 0 && index.Value < array.Count),
        _ => run.Raise($"Cannot check whether {input.KindName} has a {(key is JqString ? "string" : key.KindName)} key"),
    };

    private static JqValue? ToEntries(Run run, JqValue input)
    {
        if (input is not JqObject o)
        {
            return run.Raise($"{Describe.Value(input)} has no keys");
        }

        if (!run.Charge(280L * o.Count) || !run.Step(6L * o.Count))
        {
            return null;
        }

        var entries = new List<JqValue>(o.Count);
        foreach (var (key, value) in o.Members)
        {
            var entry = JqObject.NewMembers(2);
            entry.Add("key", JqValue.Of(key));
            entry.Add("value", value);
            entries.Add(new JqObject(entry));
        }

        return new JqArray(entries);
    }

    private static JqValue? FromEntries(Run run, JqValue input)
    {
        if (input is not JqArray array)
        {
            return run.Raise(Access.CannotIterate(input));
        }

        var members = JqObject.NewMembers(array.Count);
        foreach (var item in array.Items)
        {
            if (!run.Step(4) || !run.Charge(2 * Arithmetic.MemberBytes))
            {
                return null;
            }

            if (item is not JqObject entry)
            {
                return run.Raise(Access.CannotIndex(item, JqValue.Of("key")));
            }

            var key = FirstSet(entry, "key", "k", "name", "Name", "Key", "K");
            var name = key switch
            {
                JqString text => text.Text,
                null => "null",
                { Kind: < JqKind.String } => JsonWriter.Truncated(key, 64),
                _ => null,
            };
            if (name is null)
            {
                return run.Raise($"Cannot use {Describe.Value(key!)} as object key");
            }

            if (!run.StepText(name.Length))
            {
                return null;
            }

            members[name] = entry.Get("value") ?? entry.Get("v") ?? entry.Get("Value") ?? entry.Get("V") ?? JqValue.Null;
        }

        return new JqObject(members);
    }

    /// <summary>The first member that is neither null nor absent; <c>false</c> counts only when nothing else is set.</summary>
    private static JqValue? FirstSet(JqObject entry, params ReadOnlySpan<string> names)
    {
        JqValue? lesser = null;
        foreach (var name in names)
        {
            var value = entry.Get(name);
            if (value is { IsTruthy: true })
            {
                return value;
            }

            lesser = value is { Kind: JqKind.False } ? value : lesser;
        }

        return lesser;
    }

    private static JqValue? Reverse(Run run, JqValue input)
    {
        switch (input)
        {
            case JqString text:
                var runes = text.Text.EnumerateRunes().Reverse().Select(rune => rune.ToString());
                return run.Charge(2L * text.Text.Length) ? JqValue.Of(string.Concat(runes)) : null;
            case JqArray array:
                if (!run.Charge(8L * array.Count))
                {
                    return null;
                }

                var items = array.ToList();
                items.Reverse();
                return new JqArray(items);
            case { Kind: JqKind.Null }:
                return JqArray.Empty;
            default:
                return run.Raise($"Cannot reverse {Describe.Value(input)}");
        }
    }

    private static JqValue? Flatten(Run run, JqValue input, double depth)
    {
        if (input is JqObject o)
        {
            input = new JqArray([.. o.Values]);
        }

        if (input is not JqArray array)
        {
            return run.Raise(Access.CannotIterate(input));
        }

        var flat = new List<JqValue>();
        var open = new Stack<(JqArray Array, int Next)>([(array, 0)]);
        while (open.TryPop(out var top))
        {
            if (top.Next == top.Array.Count)
            {
                continue;
            }

            if (!run.Step() || !run.Charge(8))
            {
                return null;
            }

            open.Push((top.Array, top.Next + 1));
            var item = top.Array[top.Next];
            if (item is JqArray inner && open.Count <= depth)
            {
                open.Push((inner, 0));
            }
            else
            {
                flat.Add(item);
            }
        }

        return new JqArray(flat);
    }

    private static JqValue? Transpose(Run run, JqValue input)
    {
        if (input is not JqArray rows)
        {
            return run.Raise(Access.CannotIterate(input));
        }

        var width = 0;
        foreach (var row in rows.Items)
        {
            if (row is not JqArray cells)
            {
                return run.Raise(Access.CannotIndex(row, JqValue.Of(0)));
            }

            width = Math.Max(width, cells.Count);
        }

        if (!run.Charge(8L * width * rows.Count + 32L * width) || !run.Step((long)width * rows.Count))
        {
            return null;
        }

        var columns = new List<JqValue>(width);
        for (var i = 0; i < width; i++)
        {
            var column = new List<JqValue>(rows.Count);
            foreach (var row in rows.Items)
            {
                column.Add(Access.Element((JqArray)row, i));
            }

            columns.Add(new JqArray(column));
        }

        return new JqArray(columns);
    }
}
