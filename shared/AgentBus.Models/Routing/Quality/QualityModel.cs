using AgentBus.Models.Routing.Features;

namespace AgentBus.Models.Routing.Quality;

/// <summary>
/// Predicts how likely one model's answer to a prompt is good: its rate at the step type, and what the prompt's own words add to it; the words count the more, the more
/// outcomes they were learned from.
/// </summary>
/// <param name="prior">Success rate before anything was seen, 0 to 1.</param>
internal sealed class QualityModel(double prior)
{
    /// <summary>Outcomes after which the words count half.</summary>
    private const double HalfBlend = 100;

    private readonly StepTypeTable _table = new(prior);
    private readonly LogisticModel _text = new();

    /// <summary>Outcomes learned from that still count.</summary>
    public double Count => _table.All.Count;

    /// <summary>Success rate over all step types.</summary>
    public double Average => _table.Average;

    /// <summary>Success rate at a step type, whatever the prompt.</summary>
    public double Usual(string? stepType) => _table.Rate(stepType);

    /// <summary>How often the model was found to have changed at a step type.</summary>
    public int Changes(string? stepType) => _table.Find(stepType)?.Changes ?? 0;

    /// <summary>Probability that the answer to a prompt is good.</summary>
    public double Predict(FeatureVector features, string? stepType) =>
        Logistic.Of(Logistic.Odds(Usual(stepType)) + (Blend(stepType) * _text.LogOdds(features)));

    /// <summary>Learns from an outcome, 0 to 1.</summary>
    public void Fold(FeatureVector features, string? stepType, double outcome)
    {
        _text.Fold(features, Logistic.Odds(Usual(stepType)), outcome);
        _table.Fold(stepType, outcome);
    }

    /// <summary>Goes over an outcome once more that was folded before: the words learn again, nothing is counted twice.</summary>
    public void Rehearse(FeatureVector features, string? stepType, double outcome) =>
        _text.Fold(features, Logistic.Odds(_table.RateWithout(stepType, outcome)), outcome);

    public void Write(BinaryWriter to)
    {
        _table.Write(to);
        _text.Write(to);
    }

    public void Read(BinaryReader from)
    {
        _table.Read(from);
        _text.Read(from);
    }

    /// <summary>After a change the words of before say less about the model of now, at that step type.</summary>
    private double Blend(string? stepType)
    {
        var count = _table.Find(stepType) is { Changes: > 0 } changed ? changed.Outcomes.Count : Count;
        return count / (count + HalfBlend);
    }
}
