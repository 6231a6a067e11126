using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>What is expected of a candidate, for a person.</summary>
internal static class Expectation
{
    public static string Usual(Candidate candidate) => Of(candidate, candidate.Forecast.UsualQuality);

    public static string Fixed(Candidate candidate) => Of(candidate, candidate.Forecast.FixedQuality);

    public static string ForPrompt(Candidate candidate) => Of(candidate, candidate.Forecast.Quality);

    private static string Of(Candidate candidate, double quality) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Model.Name} is good in {quality * 100:0} of 100, about ${candidate.Forecast.CostUsd:0.######}{(candidate.Forecast.Latency > TimeSpan.Zero ? $", {candidate.Forecast.Latency.TotalSeconds:0.0} s" : "")}");
}
