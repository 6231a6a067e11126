namespace AgentBus.Conformance.Reporting;

/// <summary>What must pass.</summary>
internal static class Asks
{
    private const double Jq = 0.97;
    private const double JsonSchema = 0.99;

    /// <summary>Whether all is as good as asked; what is not is written out.</summary>
    public static bool AllMet(Report report, TextWriter to)
    {
        var asks = report.Jq.Select(file => (What: $"jq {file.Key}", Is: Share(file.Value.Passed, file.Value.Total), Least: Jq))
            .Append((What: "JSON Schema", Is: Share(report.JsonSchema.Passed, report.JsonSchema.Total), Least: JsonSchema))
            .Append((What: "examples", Is: Share(report.Examples.Passed, report.Examples.Total), Least: 1.0))
            .Append((What: "scenarios", Is: Share(report.Ctk.Passed, report.Ctk.Total), Least: 1.0))
            .Append((What: "shipped definitions", Is: Share(report.Shipped.Passed, report.Shipped.Total), Least: 1.0));
        var unmet = asks.Where(ask => ask.Is < ask.Least).ToList();
        foreach (var (what, share, least) in unmet)
        {
            to.WriteLine($"{what}: {share:P1} pass, {least:P0} are asked.");
        }

        return unmet.Count == 0;
    }

    private static double Share(int passed, int total) => total == 0 ? 0 : (double)passed / total;
}
