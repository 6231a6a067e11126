namespace AgentBus.Jq;

/// <summary><c>contains</c>: substrings, and parts of arrays and objects at any depth.</summary>
internal static class Containment
{
    public static bool Contains(Run run, JqValue whole, JqValue part) => Contains(run, whole, part, 0);

    private static bool Contains(Run run, JqValue whole, JqValue part, int depth)
    {
        if (whole.Kind == part.Kind || (whole.Kind <= JqKind.True && part.Kind <= JqKind.True && whole.KindName == part.KindName))
        {
            return whole switch
            {
                JqObject or JqArray when depth > Run.MaxDepth => run.Fail("Containment check too deep"),
                JqObject or JqArray when !Run.HasStack => OnDeepStack(run, whole, part, depth),
                JqObject o => ContainsMembers(run, o, (JqObject)part, depth + 1),
                JqArray a => ContainsItems(run, a, (JqArray)part, depth + 1),
                JqString s => run.Step(1 + s.Text.Length / 16) && s.Text.Contains(((JqString)part).Text, StringComparison.Ordinal),
                _ => Ordering.AreEqual(run, whole, part),
            };
        }

        return run.Fail($"{Describe.Value(whole)} and {Describe.Value(part)} cannot have their containment checked");
    }

    private static bool OnDeepStack(Run run, JqValue whole, JqValue part, int depth) =>
        Run.OnDeepStack(() => Contains(run, whole, part, depth));

    private static bool ContainsMembers(Run run, JqObject whole, JqObject part, int depth)
    {
        foreach (var (key, value) in part.Members)
        {
            if (!run.Step() || whole.Get(key) is not { } member || !ContainsNested(run, member, value, depth))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ContainsItems(Run run, JqArray whole, JqArray part, int depth)
    {
        for (var i = 0; i < part.Count; i++)
        {
            var found = false;
            for (var j = 0; j < whole.Count && !found; j++)
            {
                if (!run.Step())
                {
                    return false;
                }

                found = ContainsNested(run, whole[j], part[i], depth);
                if (run.Error is not null)
                {
                    return false;
                }
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Inside a container values of different kinds are no error, they just differ.</summary>
    private static bool ContainsNested(Run run, JqValue whole, JqValue part, int depth) =>
        whole.Kind == part.Kind && Contains(run, whole, part, depth);
}
