namespace AgentBus.Jq;

/// <summary>jq's total order over values and its equality.</summary>
internal static class Ordering
{
    /// <summary>Compares by code points, which is the order of UTF-8 bytes; surrogates sort above the rest of the basic plane.</summary>
    public static int CompareText(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        var i = left.AsSpan().CommonPrefixLength(right);
        if (i == length)
        {
            return left.Length.CompareTo(right.Length);
        }

        char l = left[i], r = right[i];
        return char.IsSurrogate(l) == char.IsSurrogate(r) ? l.CompareTo(r) : char.IsSurrogate(l) ? 1 : -1;
    }

    /// <summary>Order of two values; on a limit or too deep values 0, with the error set in <paramref name="run"/>.</summary>
    public static int Compare(Run run, JqValue left, JqValue right) => Compare(run, left, right, 0, "Comparison too deep");

    public static bool AreEqual(Run run, JqValue left, JqValue right) =>
        left.Kind == right.Kind && Compare(run, left, right, 0, "Equality check too deep") == 0;

    public static int CompareNumbers(Run run, JqNumber left, JqNumber right)
    {
        double l = left.Value, r = right.Value;
        // NaN sorts below every number, itself included.
        if (double.IsNaN(l) || l < r)
        {
            return -1;
        }

        if (l != r)
        {
            return 1;
        }

        return left.Literal is { } leftText && right.Literal is { } rightText && NeedsDigits(l) && run.Step(2 + (leftText.Length + rightText.Length) / 16)
            ? DecimalText.Compare(DecimalText.Parse(leftText), DecimalText.Parse(rightText))
            : 0;
    }

    /// <summary>Whether two literals of this double may still differ: small integers and short fractions cannot.</summary>
    private static bool NeedsDigits(double value) => Math.Abs(value) >= 1L << 53 || value != Math.Truncate(value) || value == 0;

    private static int Compare(Run run, JqValue left, JqValue right, int depth, string tooDeep)
    {
        if (left.Kind != right.Kind)
        {
            return left.Kind.CompareTo(right.Kind);
        }

        switch (left)
        {
            case JqNumber number:
                return CompareNumbers(run, number, (JqNumber)right);
            case JqString text:
                var (l, r) = (text.Text, ((JqString)right).Text);
                return run.StepText(Math.Min(l.Length, r.Length)) ? CompareText(l, r) : 0;
            case JqArray or JqObject:
                if (depth > Run.MaxDepth)
                {
                    run.Fail(tooDeep);
                    return 0;
                }

                if (!run.Step())
                {
                    return 0;
                }

                return Run.HasStack ? CompareParts(run, left, right, depth + 1, tooDeep) : CompareDeep(run, left, right, depth + 1, tooDeep);
            default:
                return 0;
        }
    }

    private static int CompareDeep(Run run, JqValue left, JqValue right, int depth, string tooDeep) =>
        Run.OnDeepStack(() => CompareParts(run, left, right, depth, tooDeep));

    private static int CompareParts(Run run, JqValue left, JqValue right, int depth, string tooDeep) => left is JqArray array
        ? CompareArrays(run, array, (JqArray)right, depth, tooDeep)
        : CompareObjects(run, (JqObject)left, (JqObject)right, depth, tooDeep);

    private static int CompareArrays(Run run, JqArray left, JqArray right, int depth, string tooDeep)
    {
        ReadOnlySpan<JqValue> leftItems = left.Items, rightItems = right.Items;
        for (var i = 0; i < leftItems.Length && i < rightItems.Length; i++)
        {
            var order = Compare(run, leftItems[i], rightItems[i], depth, tooDeep);
            if (order != 0 || run.Error is not null)
            {
                return order;
            }
        }

        return leftItems.Length.CompareTo(rightItems.Length);
    }

    private static int CompareObjects(Run run, JqObject left, JqObject right, int depth, string tooDeep)
    {
        string[] leftKeys = left.SortedKeys(), rightKeys = right.SortedKeys();
        if (!run.Step(2 + leftKeys.Length + rightKeys.Length))
        {
            return 0;
        }

        for (var i = 0; i < leftKeys.Length && i < rightKeys.Length; i++)
        {
            var order = CompareText(leftKeys[i], rightKeys[i]);
            if (order != 0)
            {
                return order;
            }
        }

        if (leftKeys.Length != rightKeys.Length)
        {
            return leftKeys.Length.CompareTo(rightKeys.Length);
        }

        foreach (var key in leftKeys)
        {
            var order = Compare(run, left.Get(key)!, right.Get(key)!, depth, tooDeep);
            if (order != 0 || run.Error is not null)
            {
                return order;
            }
        }

        return 0;
    }
}
