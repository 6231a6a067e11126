namespace AgentBus.Models.Gateway;

/// <summary>Where a prompt may go.</summary>
/// <param name="LocalOnly">Only to providers of the operator's own.</param>
/// <param name="Regions">Only to models in one of these regions; empty for any.</param>
public sealed record DataPolicy(bool LocalOnly, IReadOnlyList<string> Regions)
{
    internal const string Forms = "any, local-only, or regions such as region=eu,ch";
    private const string RegionPrefix = "region=";

    /// <summary>Anywhere.</summary>
    public static DataPolicy Anywhere { get; } = new(false, []);

    /// <summary>Reads <c>any</c>, <c>local-only</c> or <c>region=eu,ch</c>; null when it is none of these.</summary>
    public static DataPolicy? Parse(string text) => text.Trim() switch
    {
        "any" => Anywhere,
        "local-only" => new DataPolicy(true, []),
        var regions when regions.StartsWith(RegionPrefix, StringComparison.Ordinal)
            && regions[RegionPrefix.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names => new DataPolicy(false, names),
        _ => null,
    };

    /// <summary>What a model would have to be to take the prompt; null when it is that.</summary>
    internal string? Obstacle(bool isLocal, string? region) =>
        LocalOnly && !isLocal ? "the data policy is local-only and its provider is not"
        : Regions.Count > 0 && !isLocal && !Regions.Contains(region, StringComparer.OrdinalIgnoreCase)
            ? $"the data policy is {RegionPrefix}{string.Join(',', Regions)} and its region is {region ?? "not configured"}"
            : null;
}
