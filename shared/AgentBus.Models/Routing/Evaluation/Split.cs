namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Which calls teach and which are predicted.</summary>
/// <param name="Train">Indexes of calls to learn from, in the order of learning.</param>
/// <param name="Test">Indexes of calls to predict.</param>
internal sealed record Split(int[] Train, int[] Test)
{
    /// <summary>The parts of a cross-validation; each call is predicted once.</summary>
    public static IEnumerable<Split> Folds(int calls, int folds, int seed)
    {
        var order = Shuffled(calls, seed);
        return Enumerable.Range(0, folds).Select(fold => new Split(
            [.. order.Where((_, at) => at % folds != fold)], [.. order.Where((_, at) => at % folds == fold)]));
    }

    /// <summary>A drawn number of calls to learn from; all others are predicted.</summary>
    public static Split Draw(int calls, int labels, int seed)
    {
        var order = Shuffled(calls, seed);
        return new Split(order[..labels], order[labels..]);
    }

    public static int[] Shuffled(int calls, int seed)
    {
        var order = Enumerable.Range(0, calls).ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }
}
