namespace AgentBus.Agents.Routing;

/// <summary>Decides depth and groups from the topic's breadth and the sources' kinds.</summary>
internal static class ReadingPlan
{
    public const int MaxSources = 200;
    private const int MaxGroups = 6;
    private const int ThoroughTotal = 120;
    private const int QuickTotal = 48;
    private const int MostPerGroup = 60;
    private const int LongBriefing = 15;
    private const double ClearConfidence = 0.6;

    /// <summary>Quick is chosen only when nothing speaks for thorough: reading too little costs more than reading too much.</summary>
    public static RoutingOutput Make(RoutingInput input, ClassifyOutput breadth)
    {
        var sources = input.Sources.Select(source => source.Trim()).Where(source => source.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var kinds = sources.ToLookup(SourceKinds.Of);
        var reasons = Reasons(input, breadth, sources.Count, kinds);
        var thorough = reasons.Count > 0;
        var groups = Group(sources);
        var total = thorough ? ThoroughTotal : QuickTotal;
        return new RoutingOutput(
            thorough ? "thorough" : "quick",
            [.. kinds.GroupBy(kind => kind.Key.Candidate(), kind => kind.Count()).OrderByDescending(kind => kind.Sum()).Select(kind => kind.Key)],
            groups,
            Math.Min(MostPerGroup, total / groups.Count),
            thorough ? $"Thorough: {string.Join(", ", reasons)}." : $"Quick: a narrow topic and {Count(sources.Count, "plain source")}.",
            Math.Round(thorough ? 1 - (0.5 * Math.Pow(0.6, reasons.Count)) : 0.5 + (0.5 * breadth.Confidence), 3));
    }

    private static List<string> Reasons(RoutingInput input, ClassifyOutput breadth, int sources, ILookup<SourceKind, string> kinds)
    {
        var reasons = new List<string>();
        if (breadth.Label == "broad" && breadth.Confidence >= ClearConfidence)
        {
            reasons.Add("the topic is broad");
        }

        if (kinds[SourceKind.Folder].Any())
        {
            reasons.Add(Count(kinds[SourceKind.Folder].Count(), "folder"));
        }

        if (sources > 3)
        {
            reasons.Add(Count(sources, "source"));
        }

        if (input.Length > LongBriefing)
        {
            reasons.Add($"{input.Length} sentences are wanted");
        }

        return reasons;
    }

    // Slow kinds are dealt out first, so that no group gets all of them.
    private static List<IReadOnlyList<string>> Group(List<string> sources)
    {
        var groups = Enumerable.Range(0, Math.Min(MaxGroups, sources.Count)).Select(_ => new List<string>()).ToList();
        foreach (var (source, index) in sources.OrderByDescending(SourceKinds.Of).Select((source, index) => (source, index)))
        {
            groups[index % groups.Count].Add(source);
        }

        return [.. groups];
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? string.Empty : "s")}";
}
