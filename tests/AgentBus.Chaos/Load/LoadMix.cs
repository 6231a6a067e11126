namespace AgentBus.Chaos.Load;

/// <summary>Which workflows the load is made of, in which shares.</summary>
internal sealed record LoadMix(IReadOnlyDictionary<string, int> Weights)
{
    /// <summary>Every kind of run.</summary>
    public static LoadMix Standard { get; } = new(new Dictionary<string, int>
    {
        [Cases.Sequence] = 24, [Cases.Retries] = 20, [Cases.Approval] = 12, [Cases.Timers] = 14, [Cases.Fanout] = 6, [Cases.Fork] = 8,
        [Cases.Compensation] = 8, [Cases.Child] = 4, [Cases.Budget] = 3, [Cases.Long] = 1,
    });

    /// <summary>These workflows in equal shares.</summary>
    public static LoadMix Of(params string[] workflows) => new(workflows.ToDictionary(workflow => workflow, _ => 1));

    /// <summary>So many cases; the first ones are one of each kind, so that a small load has all of them.</summary>
    public IEnumerable<LoadCase> Deal(int runs, int seed, string prefix)
    {
        var dice = new Random(seed);
        List<string> deck = [];
        IReadOnlyList<string> all = [.. Weights.SelectMany(pair => Enumerable.Repeat(pair.Key, pair.Value))];
        for (var number = 0; number < runs; number++)
        {
            if (number == 0)
            {
                deck.AddRange(Weights.Keys.Reverse());
            }
            else if (deck.Count == 0)
            {
                deck.AddRange(dice.GetItems([.. all], all.Count));
            }

            var workflow = deck[^1];
            deck.RemoveAt(deck.Count - 1);
            yield return Cases.Make(workflow, $"{prefix}-{workflow}-{number}", dice);
        }
    }
}
