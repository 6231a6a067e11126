using AgentBus.Models.Routing.Quality;

namespace AgentBus.Models.Routing.Policies;

/// <summary>How likely each candidate is the best fixed choice, from what is known of their rates: to choose each so often is probability matching (Thompson 1933), with propensities that are known.</summary>
internal static class Contenders
{
    /// <summary>Places at which the worth of a candidate is looked at, from -4 to 4 standard deviations.</summary>
    private const int Places = 33;

    private const double Reach = 4;

    /// <summary>Rates this near to 0 or 1 are not that sure after a few outcomes.</summary>
    private const double Edge = 0.05;

    /// <summary>Outcomes that a rate counts as having before any was seen.</summary>
    private const double Before = 2;

    /// <summary>Probability for each that it is worth the most, to any prompt. They sum to 1.</summary>
    public static double[] Chances(IReadOnlyList<Candidate> candidates, Utility utility)
    {
        var means = candidates.Select(c => utility.Fixed(c.Expected) / utility.SuccessUsd).ToArray();
        var deviations = candidates.Select(c => Deviation(c.Expected.Quality)).ToArray();
        var chances = Enumerable.Range(0, means.Length).Select(one => Chance(one, means, deviations)).ToArray();
        var sum = chances.Sum();
        return [.. chances.Select(chance => chance / sum)];
    }

    private static double Chance(int one, double[] means, double[] deviations)
    {
        var sum = 0.0;
        for (var place = 0; place < Places; place++)
        {
            var z = Reach * ((2.0 * place / (Places - 1)) - 1);
            var product = Math.Exp(-z * z / 2);
            for (var other = 0; other < means.Length; other++)
            {
                product *= other == one ? 1 : Normal.Below((means[one] + (z * deviations[one]) - means[other]) / deviations[other]);
            }

            sum += product;
        }

        return sum;
    }

    private static double Deviation(QualityEstimate quality)
    {
        var rate = Math.Clamp(quality.Fixed, Edge, 1 - Edge);
        return Math.Sqrt(rate * (1 - rate) / (quality.Outcomes + Before));
    }
}
