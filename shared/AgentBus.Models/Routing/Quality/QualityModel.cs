using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// Predicts how likely one model's answer to a prompt is good: its rate at the step type, moved by what the prompt's shape and words say; these count the more, the more
/// outcomes they were learned from.
/// </summary>
/// <param name="prior">Success rate before anything was seen, 0 to 1.</param>
internal sealed class QualityModel(double prior)
{
    /// <summary>Outcomes after which the prompt counts half of its full weight.</summary>
    private const double HalfBlend = 50;

    /// <summary>Rates are held off 0 and 1 by this much, where the words could no longer move them.</summary>
    private const double Edge = 0.02;

    private readonly StepTypeTable _table = new(prior);
    private readonly ShapeModel _shape = new();
    private readonly WordModel _words = new();

    /// <summary>Outcomes learned from that still count.</summary>
    public double Count => _table.All.Count;

    /// <summary>Success rate over all step types.</summary>
    public double Average => _table.Average;

    /// <summary>Success rate at a step type, whatever the prompt.</summary>
    public double Usual(string? stepType) => _table.Rate(stepType);

    /// <summary>What a choice for all calls goes by: the average, but at a step type where the model changed, the rate there since then.</summary>
    public double Fixed(string? stepType) => Changes(stepType) > 0 ? Usual(stepType) : Average;

    /// <summary>Outcomes that <see cref="Fixed"/> rests on.</summary>
    public double FixedCount(string? stepType) => _table.Find(stepType) is { Changes: > 0 } changed ? changed.Outcomes.Count : Count;

    /// <summary>How often the model was found to have changed at a step type.</summary>
    public int Changes(string? stepType) => _table.Find(stepType)?.Changes ?? 0;

    /// <summary>What the prompt says where it counts in full.</summary>
    public double ByPrompt(FeatureVector features, string? stepType) => Logistic.Of(Offset(features, Usual(stepType)) + _words.LogOdds(features));

    /// <summary>Probability that the answer to a prompt is good: between <see cref="Usual"/> and <see cref="ByPrompt"/>.</summary>
    public double Predict(FeatureVector features, string? stepType)
    {
        var (usual, blend) = (Usual(stepType), Blend(stepType));
        return usual + (blend * (ByPrompt(features, stepType) - usual));
    }

    /// <summary>Learns from an outcome, 0 to 1, that counts by its weight, over 0 to 1.</summary>
    public void Fold(FeatureVector features, string? stepType, double outcome, double weight = 1)
    {
        var usual = Usual(stepType);
        _words.Fold(features, Offset(features, usual), outcome, weight);
        _shape.Fold(features, outcome - usual, weight);
        _table.Fold(stepType, outcome, weight);
    }

    /// <summary>Goes over an outcome once more that was folded before: the words learn again, nothing is counted twice.</summary>
    public void Rehearse(FeatureVector features, string? stepType, double outcome) =>
        _words.Fold(features, Offset(features, _table.RateWithout(stepType, outcome)), outcome);

    public void Write(BinaryWriter to)
    {
        _table.Write(to);
        _shape.Write(to);
        _words.Write(to);
    }

    public void Read(BinaryReader from)
    {
        _table.Read(from);
        _shape.Read(from);
        _words.Read(from);
    }

    private double Offset(FeatureVector features, double usual) => Logistic.Odds(Math.Clamp(usual + _shape.Excess(features), Edge, 1 - Edge));

    /// <summary>After a change what prompts said before says less about the model of now, at that step type.</summary>
    private double Blend(string? stepType)
    {
        var count = FixedCount(stepType);
        return count / (count + HalfBlend);
    }
}
