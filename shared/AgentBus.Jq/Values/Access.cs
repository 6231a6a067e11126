namespace AgentBus.Jq;

/// <summary>Reading one step into a value: <c>.[key]</c>, where key is a string, a number, an array to find or a slice.</summary>
internal static class Access
{
    public static JqValue? Get(Run run, JqValue target, JqValue key)
    {
        switch (target, key)
        {
            case (JqObject o, JqString name):
                return run.StepText(name.KnownLength) ? o.Get(name.Text) ?? JqValue.Null : null;
            case (JqArray a, JqNumber index):
                return Element(a, index.Value);
            case (JqArray or JqString or { Kind: JqKind.Null }, JqObject slice):
                return Slice(run, target, slice);
            case (JqArray a, JqArray sought):
                return IndexesOf(run, a, sought);
            case ({ Kind: JqKind.Null }, JqString or JqNumber or { Kind: JqKind.Null }):
                return JqValue.Null;
            default:
                return run.Raise(CannotIndex(target, key));
        }
    }

    public static string CannotIndex(JqValue target, JqValue key) => $"Cannot index {target.KindName} with {Describe.Value(key)}";

    public static string CannotIterate(JqValue target) => $"Cannot iterate over {Describe.Value(target)}";

    public static JqValue Element(JqArray array, double index)
    {
        if (double.IsNaN(index))
        {
            return JqValue.Null;
        }

        index = Math.Floor(index);
        index = index < 0 ? index + array.Count : index;
        return index >= 0 && index < array.Count ? array[(int)index] : JqValue.Null;
    }

    public static JqValue? Slice(Run run, JqValue target, JqObject slice)
    {
        var length = target switch { JqArray a => a.Count, JqString s => s.Length, _ => 0 };
        if (!TryBounds(slice, length, out var start, out var end))
        {
            return run.Raise("Start and end indices of an array slice must be numbers");
        }

        if (!run.Step(2) || !run.Charge(64 + (end - start) * 8L))
        {
            return null;
        }

        return target switch
        {
            JqArray a => a.Slice(start, end),
            JqString s => JqValue.Of(s.Substring(start, end)),
            _ => JqValue.Null,
        };
    }

    /// <summary>Bounds of a slice inside a length: negative counts from the end, a fraction widens outwards, absent is the whole side.</summary>
    public static bool TryBounds(JqObject slice, int length, out int start, out int end)
    {
        start = 0;
        end = length;
        JqValue from = slice.Get("start") ?? JqValue.Null, to = slice.Get("end") ?? JqValue.Null;
        if (from is not (JqNumber or { Kind: JqKind.Null }) || to is not (JqNumber or { Kind: JqKind.Null }))
        {
            return false;
        }

        if (from is JqNumber f)
        {
            start = (int)Math.Floor(Clamp(f.Value, length, ifNaN: 0));
        }

        if (to is JqNumber t)
        {
            end = (int)Math.Ceiling(Clamp(t.Value, length, ifNaN: length));
        }

        end = Math.Max(start, end);
        return true;
    }

    /// <summary>Where an array occurs inside another; null for an empty one.</summary>
    public static JqValue? IndexesOf(Run run, JqArray array, JqArray sought)
    {
        if (sought.Count == 0)
        {
            return JqValue.Null;
        }

        var found = new List<JqValue>();
        for (var i = 0; i + sought.Count <= array.Count; i++)
        {
            var j = 0;
            while (j < sought.Count && run.Step() && Ordering.AreEqual(run, array[i + j], sought[j]))
            {
                j++;
            }

            if (run.Error is not null)
            {
                return null;
            }

            if (j == sought.Count)
            {
                found.Add(JqValue.Of(i));
            }
        }

        return new JqArray(found);
    }

    private static double Clamp(double index, int length, int ifNaN) =>
        double.IsNaN(index) ? ifNaN : Math.Clamp(index < 0 ? index + length : index, 0, length);
}
