using System.Globalization;

namespace AgentBus.Models.Routing.OffPolicy;

/// <summary>What logged calls say about another policy, or why they say nothing.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record OffPolicyVerdict(VerdictAnswer Answer, string Reason)
{
    /// <summary>Standard errors that the mean weight may be from 1.</summary>
    private const double WeightTolerance = 2;

    /// <summary>Judges an estimate.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="widest">Half of the widest interval that still allows a verdict, in units of the reward.</param>
    public static OffPolicyVerdict Of(OffPolicyEstimate estimate, double widest)
    {
        var (gain, weight) = (estimate.Gain, estimate.MeanWeight);
        if (Math.Abs(weight.Value - 1) > Math.Max(0.02, WeightTolerance * weight.HalfWidth))
        {
            return new(VerdictAnswer.None, Text($"the importance weights have mean {weight.Value:0.00} instead of 1: the propensities are wrong, or the logged policy never does what the other one would"));
        }

        if (gain.HalfWidth > widest)
        {
            var needed = Math.Ceiling(estimate.Calls * Math.Pow(gain.HalfWidth / widest, 2));
            return new(VerdictAnswer.None, Text($"the interval is {gain.HalfWidth * 100:0.0} points to each side and {widest * 100:0.0} are allowed: about {needed:N0} calls are needed, or more exploration"));
        }

        var words = Text($"{gain.Value * 100:+0.0;-0.0} points, 95 % interval {gain.Low * 100:+0.0;-0.0} to {gain.High * 100:+0.0;-0.0}");
        return gain.Low > 0 ? new(VerdictAnswer.Better, words)
            : gain.High < 0 ? new(VerdictAnswer.Worse, words)
            : new(VerdictAnswer.Same, $"no difference is shown: {words}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
