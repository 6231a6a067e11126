namespace AgentBus.Jq;

/// <summary>The arithmetic operators over all kinds of values.</summary>
internal static class Arithmetic
{
    /// <summary>jq refuses to repeat a string beyond this many bytes.</summary>
    private const double MaxRepeatedLength = int.MaxValue;

    public static JqValue? Add(Run run, JqValue left, JqValue right) => (left, right) switch
    {
        (JqNumber l, JqNumber r) => JqValue.Of(l.Value + r.Value),
        (JqString l, JqString r) => Concat(run, l.Text, r.Text),
        (JqArray l, JqArray r) => run.Step(2) && run.Charge(8L * r.Count + 64) ? l.Count == 0 ? r : l.Append(r.Items) : null,
        (JqObject l, JqObject r) => Union(run, l, r),
        _ when left.Kind == JqKind.Null => right,
        _ when right.Kind == JqKind.Null => left,
        _ => Mismatch(run, left, right, "added"),
    };

    public static JqValue? Subtract(Run run, JqValue left, JqValue right)
    {
        switch (left, right)
        {
            case (JqNumber l, JqNumber r):
                return JqValue.Of(l.Value - r.Value);
            case (JqArray l, JqArray r):
                var kept = new List<JqValue>();
                foreach (var item in l.Items)
                {
                    if (!Contains(run, r, item))
                    {
                        kept.Add(item);
                    }
                }

                return run.Error is null ? new JqArray(kept) : null;
            default:
                return Mismatch(run, left, right, "subtracted");
        }
    }

    public static JqValue? Multiply(Run run, JqValue left, JqValue right) => (left, right) switch
    {
        (JqNumber l, JqNumber r) => JqValue.Of(l.Value * r.Value),
        (JqString l, JqNumber r) => Repeat(run, l.Text, r.Value),
        (JqNumber l, JqString r) => Repeat(run, r.Text, l.Value),
        (JqObject l, JqObject r) => Merge(run, l, r, 0),
        _ => Mismatch(run, left, right, "multiplied"),
    };

    public static JqValue? Divide(Run run, JqValue left, JqValue right) => (left, right) switch
    {
        (JqNumber, JqNumber { Value: 0 }) => Mismatch(run, left, right, "divided because the divisor is zero"),
        (JqNumber l, JqNumber r) => JqValue.Of(l.Value / r.Value),
        (JqString l, JqString r) => Split(run, l.Text, r.Text),
        _ => Mismatch(run, left, right, "divided"),
    };

    public static JqValue? Modulo(Run run, JqValue left, JqValue right)
    {
        if (left is not JqNumber l || right is not JqNumber r)
        {
            return Mismatch(run, left, right, "divided");
        }

        if (double.IsNaN(l.Value) || double.IsNaN(r.Value))
        {
            return JqValue.Of(double.NaN);
        }

        // Both sides are cut to 64-bit integers first; the sign is the dividend's.
        long dividend = ToInt64(l.Value), divisor = ToInt64(r.Value);
        if (divisor == 0)
        {
            return Mismatch(run, left, right, "divided (remainder) because the divisor is zero");
        }

        return JqValue.Of(divisor == -1 ? 0 : dividend % divisor);
    }

    public static JqValue? Negate(Run run, JqValue value) => value switch
    {
        JqNumber { Literal: { } text } => new JqLiteralNumber(text.StartsWith('-') ? text[1..] : "-" + text),
        JqNumber number => JqValue.Of(-number.Value),
        _ => run.Raise($"{Describe.Value(value)} cannot be negated"),
    };

    public static JqValue? Split(Run run, string text, string separator)
    {
        if (!run.Charge(text.Length * 2L) || !run.Step(1 + text.Length / 16))
        {
            return null;
        }

        if (text.Length == 0)
        {
            return JqArray.Empty;
        }

        var parts = new List<JqValue>();
        if (separator.Length == 0)
        {
            if (!run.Step(2L * text.Length) || !run.Charge(64L * text.Length))
            {
                return null;
            }

            foreach (var rune in text.EnumerateRunes())
            {
                parts.Add(JqValue.Of(rune.ToString()));
            }
        }
        else
        {
            parts.AddRange(text.Split(separator).Select(JqValue.Of));
        }

        return run.Step(2L * parts.Count) && run.Charge(parts.Count * 64L) ? new JqArray(parts) : null;
    }

    public static JqValue? Mismatch(Run run, JqValue left, JqValue right, string done) =>
        run.Raise($"{Describe.Value(left)} and {Describe.Value(right)} cannot be {done}");

    private static JqValue? Concat(Run run, string left, string right) =>
        run.Step(2) && run.Charge(3L * (left.Length + right.Length) + 64) ? JqValue.Of(string.Concat(left, right)) : null;

    private static JqObject? Union(Run run, JqObject left, JqObject right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return left.Count == 0 ? right : left;
        }

        if (right.Count == 1 && left.IsOwnedBy(run))
        {
            return run.Step(4) && run.Charge(2 * MemberBytes) ? left.With(run, right[0].Key, right[0].Value) : null;
        }

        if (!run.Step(2 * (left.Count + right.Count)) || !run.Charge(MemberBytes * (left.Count + right.Count)))
        {
            return null;
        }

        var members = left.CopyMembers(right.Count);
        foreach (var (key, value) in right.Members)
        {
            members[key] = value;
        }

        return JqObject.Owned(run, members);
    }

    public const long MemberBytes = 32;

    private static JqValue? Merge(Run run, JqObject left, JqObject right, int depth)
    {
        if (depth > Run.MaxDepth)
        {
            return run.Raise("Object merge too deep");
        }

        if (!Run.HasStack)
        {
            return MergeDeep(run, left, right, depth);
        }

        if (!run.Step(2 * (left.Count + right.Count)) || !run.Charge(MemberBytes * (left.Count + right.Count)))
        {
            return null;
        }

        var members = left.CopyMembers(right.Count);
        foreach (var (key, value) in right.Members)
        {
            var merged = value is JqObject inner && members.TryGetValue(key, out var old) && old is JqObject outer
                ? Merge(run, outer, inner, depth + 1) : value;
            if (merged is null)
            {
                return null;
            }

            members[key] = merged;
        }

        return new JqObject(members);
    }

    private static JqValue? MergeDeep(Run run, JqObject left, JqObject right, int depth) =>
        Run.OnDeepStack(() => Merge(run, left, right, depth));

    private static JqValue? Repeat(Run run, string text, double times)
    {
        if (double.IsNaN(times) || times < 0)
        {
            return JqValue.Null;
        }

        if (text.Length == 0)
        {
            return JqValue.Of("");
        }

        if (times * text.Length > MaxRepeatedLength)
        {
            return run.Raise("Repeat string result too long");
        }

        // As when strings are joined, plus what filling costs.
        var length = (int)times * text.Length;
        return run.Charge(3L * length + 64) && run.Step(2 + length / 32)
            ? JqValue.Of(string.Create(length, text, static (room, part) =>
            {
                for (var filled = 0; filled < room.Length; filled += part.Length)
                {
                    part.CopyTo(room[filled..]);
                }
            }))
            : null;
    }

    private static bool Contains(Run run, JqArray array, JqValue value)
    {
        foreach (var item in array.Items)
        {
            if (!run.Step() || Ordering.AreEqual(run, item, value) || run.Error is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static long ToInt64(double value) => value >= 9.2233720368547758E+18 ? long.MaxValue
        : value <= -9.2233720368547758E+18 ? long.MinValue
        : (long)value;
}
