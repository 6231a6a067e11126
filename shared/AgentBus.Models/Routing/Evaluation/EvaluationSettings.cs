namespace AgentBus.Models.Routing.Evaluation;

/// <summary>How a router is evaluated on labelled calls.</summary>
/// <param name="Models">Two or more, in the order of <see cref="LabelledCall.Quality"/>.</param>
public sealed record EvaluationSettings(IReadOnlyList<EvaluatedModel> Models)
{
    /// <summary>Parts of the cross-validation: each is predicted by what the others taught. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Calls to learn from, all others are predicted; null = cross-validation.</summary>
    public int? Labels { get; init; }

    /// <summary>How often calls to learn from are drawn, with <see cref="Labels"/>; figures are means. Default 4.</summary>
    public int Draws { get; init; } = 4;

    /// <summary>Seed of everything that is drawn. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Index of the dearest model.</summary>
    public int Strong => Index(Models.MaxBy(model => model.Cost)!);

    /// <summary>Index of the cheapest model.</summary>
    public int Weak => Index(Models.MinBy(model => model.Cost)!);

    private int Index(EvaluatedModel model) => Models.Index().First(entry => entry.Item == model).Index;
}
