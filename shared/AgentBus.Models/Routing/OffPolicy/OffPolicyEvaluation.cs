using AgentBus.Models.Routing.Evaluation;
using AgentBus.Models.Routing.Features;
using AgentBus.Models.Routing.Quality;

namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>Evaluates one policy on the logs of another. The rewards that the doubly robust estimate needs are predicted for each call by what the other half of the calls teaches.</summary>
public static class OffPolicyEvaluation
{
    private const int Halves = 2;
    private const double Prior = 0.5;

    /// <summary>Evaluates.</summary>
    /// <param name="calls">Logged calls, one at least.</param>
    /// <param name="widest">Half of the widest interval of the gain that allows a verdict, as a share.</param>
    public static OffPolicyReport Run(IReadOnlyList<LoggedCall> calls, double widest)
    {
        var estimate = OffPolicyEstimate.Of(Choices(calls, [.. calls.Select(call => PromptFeatures.Of(call.Prompt))]));
        return new OffPolicyReport(estimate, OffPolicyVerdict.Of(estimate, widest));
    }

    internal static IReadOnlyList<LoggedChoice> Choices(IReadOnlyList<LoggedCall> calls, IReadOnlyList<FeatureVector> features)
    {
        string[] models = [.. calls.Select(call => call.Chosen).Concat(calls.Select(call => call.Target)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var choices = new LoggedChoice[calls.Count];
        foreach (var half in Split.Folds(calls.Count, Math.Min(Halves, calls.Count), seed: 1))
        {
            var learned = models.ToDictionary(model => model, _ => new QualityModel(Prior), StringComparer.Ordinal);
            foreach (var at in half.Train)
            {
                learned[calls[at].Chosen].Fold(features[at], calls[at].StepType, calls[at].Reward);
            }

            foreach (var at in half.Test)
            {
                choices[at] = new LoggedChoice(
                    Array.IndexOf(models, calls[at].Chosen), calls[at].Propensity, calls[at].Reward, [.. models.Select(model => model == calls[at].Target ? 1.0 : 0)],
                    [.. models.Select(model => learned[model].Predict(features[at], calls[at].StepType))]);
            }
        }

        return choices;
    }
}
