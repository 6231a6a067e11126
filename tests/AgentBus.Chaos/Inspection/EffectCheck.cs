using AgentBus.Chaos.Load;

namespace AgentBus.Chaos.Inspection;

/// <summary>Each effect that a case must have was had once: under one idempotency key; and no other was.</summary>
internal static class EffectCheck
{
    /// <summary>Holds what the world saw against the ledger. A case whose start was never answered may have had its effects or not.</summary>
    public static void Check(Ledger ledger, IEnumerable<(string Case, string Effect, IReadOnlyCollection<string> Keys)> seen, Verdict verdict)
    {
        var effects = seen.ToLookup(effect => effect.Case);
        foreach (var one in ledger.Cases)
        {
            var had = effects[one.Name].ToDictionary(effect => effect.Effect, effect => effect.Keys);
            if (ledger.Runs.TryGetValue(one.Name, out var run))
            {
                foreach (var missing in one.Effects.Where(effect => !had.ContainsKey(effect)))
                {
                    verdict.AddLost($"{one.Name}: the world did not see {missing} of run {run}");
                }
            }

            foreach (var (effect, keys) in had.Where(pair => pair.Value.Count > 1 || !one.Effects.Contains(pair.Key)))
            {
                verdict.AddDoubled($"{one.Name}: the world saw {effect} under {string.Join(" and ", keys)}");
            }
        }
    }
}
