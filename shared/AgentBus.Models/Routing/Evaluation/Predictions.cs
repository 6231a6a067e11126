namespace AgentBus.Models.Routing.Evaluation;

/// <summary>Predicted quality of calls that were not learned from.</summary>
/// <param name="Calls">The predicted calls.</param>
/// <param name="Quality">For each of them, that of every model.</param>
internal sealed record Predictions(IReadOnlyList<PreparedCall> Calls, IReadOnlyList<double[]> Quality)
{
    /// <summary>Every call, each predicted by what the other folds taught.</summary>
    public static Predictions CrossValidated(IReadOnlyList<PreparedCall> calls, EvaluationSettings settings)
    {
        var predicted = new double[calls.Count][];
        foreach (var split in Split.Folds(calls.Count, settings.Folds, settings.Seed))
        {
            Predict(calls, split, settings, predicted);
        }

        return new Predictions(calls, predicted);
    }

    /// <summary>The calls that were not drawn to learn from.</summary>
    public static Predictions OfDraw(IReadOnlyList<PreparedCall> calls, int labels, EvaluationSettings settings, int draw)
    {
        var predicted = new double[calls.Count][];
        var split = Split.Draw(calls.Count, labels, settings.Seed + draw);
        Predict(calls, split, settings, predicted);
        return new Predictions([.. split.Test.Select(call => calls[call])], [.. split.Test.Select(call => predicted[call])]);
    }

    /// <summary>Predicted gain of one model over another.</summary>
    public double[] Gains(int strong, int weak) => [.. Quality.Select(predicted => predicted[strong] - predicted[weak])];

    /// <summary>The outcomes of one model.</summary>
    public double[] Outcomes(int model) => [.. Calls.Select(call => call.Quality[model])];

    private static void Predict(IReadOnlyList<PreparedCall> calls, Split split, EvaluationSettings settings, double[][] predicted)
    {
        var models = OfflineTraining.Learn(calls, split.Train, settings.Models.Count, settings.Seed);
        foreach (var call in split.Test)
        {
            predicted[call] = [.. models.Select(model => model.Predict(calls[call].Features, calls[call].StepType))];
        }
    }
}
