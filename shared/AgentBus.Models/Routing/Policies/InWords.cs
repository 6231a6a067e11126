using System.Globalization;

namespace AgentBus.Models.Routing.Policies;

/// <summary>What is expected of a candidate, for a person.</summary>
internal static class InWords
{
    public static string Usual(Candidate candidate) => Of(candidate, candidate.Expected.Quality.Usual);

    public static string Fixed(Candidate candidate) => Of(candidate, candidate.Expected.Quality.Fixed);

    public static string ForPrompt(Candidate candidate) => Of(candidate, candidate.Expected.Quality.Mean);

    private static string Of(Candidate candidate, double quality) => string.Create(
        CultureInfo.InvariantCulture,
        $"{candidate.Model.Name} is good in {quality * 100:0} of 100, about ${candidate.Expected.CostUsd:0.######}{(candidate.Expected.Latency is { } latency ? $", {latency.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s" : "")}");
}
