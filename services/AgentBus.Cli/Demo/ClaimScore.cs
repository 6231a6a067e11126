using System.Text.Json;

namespace AgentBus.Cli.Demo;

/// <summary>Compares what the validation agent found with what was planted.</summary>
internal static class ClaimScore
{
    /// <param name="claims">What was planted.</param>
    /// <param name="output">The run's output: <c>{results: [{id, supported}]}</c>; a list of faults says the same. A claim without a result counts as one that was not doubted.</param>
    public static DemoValidation Of(IReadOnlyList<PlantedClaim> claims, JsonElement output)
    {
        var faulty = Results(output).Where(HasFault).Select(result => result.GetProperty("id").GetString()).ToHashSet();
        var altered = claims.Where(claim => claim.Altered is not null).ToList();
        return new DemoValidation(
            claims.Count, altered.Count, Share(altered), Share(claims.Where(claim => claim.Altered is null)),
            altered.GroupBy(claim => claim.Altered!).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => Share(g)));

        double Share(IEnumerable<PlantedClaim> some) =>
            some.ToList() is { Count: > 0 } list ? Math.Round((double)list.Count(claim => faulty.Contains(claim.Id)) / list.Count, 4) : 0;
    }

    private static List<JsonElement> Results(JsonElement output) =>
        output.ValueKind == JsonValueKind.Array ? [.. output.EnumerateArray()]
        : output.ValueKind == JsonValueKind.Object && output.TryGetProperty("results", out var results) ? [.. results.EnumerateArray()]
        : [];

    private static bool HasFault(JsonElement result) =>
        (result.TryGetProperty("supported", out var supported) && supported.ValueKind == JsonValueKind.False) ||
        (result.TryGetProperty("faults", out var faults) && faults.ValueKind == JsonValueKind.Array && faults.GetArrayLength() > 0);
}
