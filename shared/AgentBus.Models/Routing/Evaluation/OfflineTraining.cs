using AgentBus.Models.Routing.Quality;

namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Learns from labelled calls: first as from outcomes that come one by one, then over the same calls again.</summary>
internal static class OfflineTraining
{
    /// <summary>Times that a call is learned from; more learns single prompts by heart.</summary>
    private const int Passes = 2;

    private const double Prior = 0.5;

    /// <summary>The quality model of each candidate.</summary>
    /// <param name="calls">All calls.</param>
    /// <param name="train">Indexes of those to learn from, in the order of learning.</param>
    /// <param name="models">How many candidates there are.</param>
    /// <param name="seed">Of the order in later passes.</param>
    public static QualityModel[] Learn(IReadOnlyList<PreparedCall> calls, int[] train, int models, int seed)
    {
        var learned = Enumerable.Range(0, models).Select(_ => new QualityModel(Prior)).ToArray();
        foreach (var (call, model) in Pairs(calls, train, models))
        {
            learned[model].Fold(call.Features, call.StepType, call.Quality[model]);
        }

        var order = train.ToArray();
        var random = new Random(seed);
        for (var pass = 1; pass < Passes; pass++)
        {
            random.Shuffle(order);
            foreach (var (call, model) in Pairs(calls, order, models))
            {
                learned[model].Rehearse(call.Features, call.StepType, call.Quality[model]);
            }
        }

        return learned;
    }

    private static IEnumerable<(PreparedCall Call, int Model)> Pairs(IReadOnlyList<PreparedCall> calls, int[] order, int models) =>
        order.SelectMany(call => Enumerable.Range(0, models), (call, model) => (calls[call], model));
}
